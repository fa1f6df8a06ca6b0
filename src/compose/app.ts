// The app of @azure/functions as this shop registers with it: its HTTP routes have one form, and are known to the route that tells
// a caller which methods a path takes.

import { app as functionsApp } from '@azure/functions';
import { makeRegisterRoute } from '../shared/http/registered-route';
import { makeRouteTable } from '../shared/http/route-table';

export const routeTable = makeRouteTable();

export const app = { ...functionsApp, http: makeRegisterRoute(functionsApp.http, routeTable) };
