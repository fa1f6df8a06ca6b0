// A small bar chart, with the same numbers as a table for whoever does not see it.

import { useId } from 'preact/hooks';
import { chartScale, writtenLabels } from '../models/chart-scale';

export interface Bar {
  label: string;
  value: number;
  /** The value for people, with its unit. */
  text: string;
}

export interface BarChartProps {
  title: string;
  /** One sentence: what the chart says. */
  summary: string;
  bars: readonly Bar[];
  /** The value at the top, for people. */
  topText: (top: number) => string;
  columns: readonly [string, string];
}

const width = 320;
const height = 96;
const gap = 2;
const mostLabels = 5;

export function BarChart({ title, summary, bars, topText, columns }: BarChartProps) {
  const id = useId();
  const { top, share } = chartScale(bars.map(({ value }) => value));
  const written = writtenLabels(bars.length, mostLabels);
  const step = width / Math.max(1, bars.length);
  return (
    <section class="chart card" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p class="chart-summary">{summary}</p>
      <div class="chart-plot" aria-hidden="true">
        <span>{topText(top)}</span>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
          <title>{title}</title>
          <line x1="0" x2={width} y1="0.5" y2="0.5" class="chart-line" />
          <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} class="chart-line" />
          {bars.map(({ label, value, text }, n) => (
            <rect
              key={label}
              class="chart-bar"
              x={n * step + gap / 2}
              width={Math.max(1, step - gap)}
              y={height - share(value) * height}
              height={share(value) * height}
            >
              <title>{`${label}: ${text}`}</title>
            </rect>
          ))}
        </svg>
        <ol class="chart-labels">{bars.map(({ label }, n) => written.has(n) && <li key={label}>{label}</li>)}</ol>
      </div>
      <table class="visually-hidden">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns[0]}</th>
            <th scope="col">{columns[1]}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label, text }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
