import type { Report } from '../../decoder/report.ts';
import { useWords } from '../shared/words/words.ts';

const MOST_SPEAKERS = 3;

/** Other first-hop redundancy protocols on the segment: counted, not analysed. */
export function Neighbours({ report }: { report: Report }) {
  const { routers } = useWords();
  if (report.otherProtocols.length === 0) return null;
  return (
    <section className="neighbours" aria-labelledby="neighbours-title">
      <h2 className="side-title" id="neighbours-title">
        {routers.neighbours}
      </h2>
      <ul>
        {report.otherProtocols.map(({ protocol, group, tunnel, vlans, speakers, packets }) => (
          <li key={`${protocol} ${group} ${tunnel} ${vlans.join('.')}`} title={speakers.join(', ')}>
            {routers.neighbour({ protocol: protocol.toUpperCase(), group, packets })}
            <span className="neighbour-speakers"> {speakers.slice(0, MOST_SPEAKERS).join(' ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
