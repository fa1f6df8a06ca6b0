// Starts the storefront.

import { render } from 'preact';
import './base.css';
import './storefront.css';
import { App } from './app';

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
