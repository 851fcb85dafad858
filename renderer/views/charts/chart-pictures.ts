const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 16;
const TITLE = 28;

/** What the page's styles make of an element, and a picture must say itself. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'mask',
];

/** What is drawn in `element`, as a picture of its own: colours and fonts written out, text kept as text. */
export function chartsAsSvg(element: HTMLElement, title: string): string {
  const box = element.getBoundingClientRect();
  const width = Math.ceil(box.width) + 2 * MARGIN;
  const height = Math.ceil(box.height) + 2 * MARGIN + TITLE;
  const root = create('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  const drawings = outermost(element);
  const style = getComputedStyle(drawings[0] ?? element);
  root.append(create('rect', { width, height, fill: panelColor(element) }));
  const heading = create('text', {
    x: MARGIN,
    y: MARGIN + 14,
    fill: style.color,
    'font-size': '15px',
    'font-weight': '600',
  });
  heading.setAttribute('font-family', style.fontFamily);
  heading.textContent = title;
  const name = create('title', {});
  name.textContent = title;
  root.append(name, heading);
  for (const svg of drawings) root.append(placed(svg, element, box));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

function outermost(element: HTMLElement): SVGSVGElement[] {
  return [...element.querySelectorAll('svg')].filter((svg) => !svg.parentElement?.closest('svg'));
}

/** The drawing where it stands, cut as the page cuts it. */
function placed(svg: SVGSVGElement, element: HTMLElement, box: DOMRect): SVGElement {
  const own = svg.getBoundingClientRect();
  const clip = clipOf(svg, element) ?? own;
  const [left, top] = [clip.left - box.left + MARGIN, clip.top - box.top + MARGIN + TITLE];
  const frame = create('svg', { x: left, y: top, width: clip.width, height: clip.height, overflow: 'hidden' });
  const shifted = create('g', { transform: `translate(${own.left - clip.left} ${own.top - clip.top})` });
  const copy = styled(svg);
  copy.setAttribute('overflow', 'visible');
  copy.setAttribute('width', String(svg.width.baseVal.value));
  copy.setAttribute('height', String(svg.height.baseVal.value));
  shifted.append(copy);
  frame.append(shifted);
  return frame;
}

/** The nearest element around it that hides what goes beyond it. */
function clipOf(svg: SVGSVGElement, element: HTMLElement): DOMRect | null {
  for (let around = svg.parentElement; around && around !== element; around = around.parentElement) {
    if (getComputedStyle(around).overflow === 'hidden') return around.getBoundingClientRect();
  }
  return null;
}

function styled(original: Element): Element {
  const copy = document.createElementNS(SVG, original.localName);
  for (const { name, value } of original.attributes) {
    if (!['class', 'style', 'tabindex', 'role'].includes(name) && !name.startsWith('aria-'))
      copy.setAttribute(name, value);
  }
  const style = getComputedStyle(original);
  const inherited =
    original.parentElement && !(original instanceof SVGSVGElement) && getComputedStyle(original.parentElement);
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    const said = inherited ? inherited.getPropertyValue(property) !== value : true;
    const own = original.hasAttribute(property) || property === 'opacity' || property === 'mask';
    if (value !== '' && (said || own)) copy.setAttribute(property, value);
  }
  for (const child of original.childNodes) {
    if (child instanceof Element) copy.append(styled(child));
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? '');
  }
  return copy;
}

function panelColor(element: HTMLElement): string {
  for (let around: HTMLElement | null = element; around; around = around.parentElement) {
    const { backgroundColor } = getComputedStyle(around);
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
  }
  return '#ffffff';
}

function create(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

/** The picture as PNG in Base64, `scale` pixels for each of its own. */
export async function svgToPng(svg: string, scale: number): Promise<string> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.naturalWidth * scale);
  canvas.height = Math.round(picture.naturalHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas to draw on');
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
