/** Shows the page. */
import { render } from 'preact';

const place = document.getElementById('page');
if (place !== null) render(<h1>Vitrine</h1>, place);
