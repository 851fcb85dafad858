import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Field } from '../../decoder/frame/field.ts';
import { type FieldLayer, fieldLayers } from '../model/field-layers.ts';
import { useWords } from '../shared/words/words.ts';

export const FIELDS_ID = 'packet-fields';

interface FieldTreeProps {
  fields: readonly Field[];
  chosen: Field | null;
  onChoose(field: Field | null): void;
}

/** A line of the tree: the head of a layer, or one of its fields. */
interface Item {
  id: string;
  layer: FieldLayer;
  field: Field | null;
}

/** The fields by layer. Layers fold; arrow keys move. */
export function FieldTree({ fields, chosen, onChoose }: FieldTreeProps) {
  const { packets: words } = useWords();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [head, setHead] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const layers = fieldLayers(fields);
  const items = layers.flatMap((layer): Item[] => [
    { id: `layer-${layer.key}`, layer, field: null },
    ...(folded.has(layer.key) ? [] : layer.fields.map((field, i) => ({ id: `field-${layer.key}-${i}`, layer, field }))),
  ]);
  const activeItem = items.find(({ id, field }) => (head === null ? field !== null && field === chosen : id === head));
  const active = idOf(activeItem);
  useEffect(() => {
    if (active) document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const go = (item: Item | undefined) => {
    if (!item) return;
    setHead(item.field === null ? item.id : null);
    onChoose(item.field);
  };
  const fold = (layer: FieldLayer, closed: boolean) => {
    const next = new Set(folded);
    if (closed) next.add(layer.key);
    else next.delete(layer.key);
    setFolded(next);
  };
  const toggle = (layer: FieldLayer) => fold(layer, !folded.has(layer.key));
  return (
    <div
      ref={root}
      id={FIELDS_ID}
      className="field-tree"
      role="tree"
      aria-label={words.fields}
      aria-activedescendant={active}
      tabIndex={0}
      onKeyDown={(event) => {
        const at = activeItem ? items.indexOf(activeItem) : -1;
        if (moveInTree(event, { items, at, folded, go, fold, toggle })) event.preventDefault();
      }}
    >
      {layers.map((layer) => (
        <LayerBranch
          key={layer.key}
          layer={layer}
          open={!folded.has(layer.key)}
          active={active}
          onHead={() => {
            go(items.find(({ id }) => id === `layer-${layer.key}`));
            toggle(layer);
          }}
          onField={(field) => {
            setHead(null);
            onChoose(field);
          }}
        />
      ))}
    </div>
  );
}

interface LayerBranchProps {
  layer: FieldLayer;
  open: boolean;
  active: string | undefined;
  onHead(): void;
  onField(field: Field): void;
}

function LayerBranch({ layer, open, active, onHead, onField }: LayerBranchProps) {
  const { packets: words } = useWords();
  const names: Readonly<Record<string, string>> = words.layers;
  const id = domId(`layer-${layer.key}`);
  return (
    <div id={id} role="treeitem" aria-expanded={open} aria-selected={active === id} tabIndex={-1}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it is the head of the tree item */}
      <div className="layer-head" data-active={active === id || undefined} onClick={onHead}>
        <ChevronRight size={13} aria-hidden className={open ? 'chevron open' : 'chevron'} />
        {names[layer.layer] ?? layer.layer}
        <span className="field-place">
          {layer.byteOffset}–{layer.byteOffset + layer.byteLength - 1}
        </span>
      </div>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a group of tree items
        <div role="group">
          {layer.fields.map((field, i) => {
            const fieldId = domId(`field-${layer.key}-${i}`);
            return (
              <div
                key={fieldId}
                id={fieldId}
                className="field"
                role="treeitem"
                tabIndex={-1}
                aria-selected={active === fieldId}
                data-active={active === fieldId || undefined}
                title={field.name}
                onClick={() => onField(field)}
                onKeyDown={({ key }) => key === ' ' && onField(field)}
              >
                <span className="field-label">{field.label}</span>
                <span className="field-value">{field.value}</span>
                <span className="field-place">{field.byteOffset}</span>
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

interface Moves {
  items: readonly Item[];
  at: number;
  folded: ReadonlySet<string>;
  go(item: Item | undefined): void;
  fold(layer: FieldLayer, closed: boolean): void;
  toggle(layer: FieldLayer): void;
}

function moveInTree({ key }: KeyboardEvent, { items, at, folded, go, fold, toggle }: Moves): boolean {
  const item = items[at];
  switch (key) {
    case 'ArrowDown':
      go(items[Math.min(at + 1, items.length - 1)]);
      return true;
    case 'ArrowUp':
      go(items[Math.max(at - 1, 0)]);
      return true;
    case 'Home':
      go(items[0]);
      return true;
    case 'End':
      go(items.at(-1));
      return true;
    case 'ArrowRight':
      if (item && folded.has(item.layer.key)) fold(item.layer, false);
      else if (item?.field === null) go(items[at + 1]);
      return true;
    case 'ArrowLeft':
      if (item?.field === null) fold(item.layer, true);
      else if (item) go(items.find(({ layer, field }) => layer === item.layer && field === null));
      return true;
    case 'Enter':
    case ' ':
      if (item?.field === null) toggle(item.layer);
      return true;
    default:
      return false;
  }
}

function idOf(item: Item | undefined): string | undefined {
  return item && domId(item.id);
}

function domId(id: string): string {
  return id.replaceAll(' ', '-');
}
