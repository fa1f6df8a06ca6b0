// The proof page.

import { render } from 'preact';
import { App } from './app';
import './proof.css';

const root = document.getElementById('app');
if (root) render(<App />, root);
