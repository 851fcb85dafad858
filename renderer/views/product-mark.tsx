/** Two lanes, a handover between them. */
export function ProductMark({ size = 20 }: { size?: number }) {
  return (
    <div className="product-mark">
      <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
        <rect className="first-lane" x="1" y="4" width="10" height="4.5" rx="1.6" />
        <rect className="second-lane" x="9" y="11.5" width="10" height="4.5" rx="1.6" />
        <path className="handover" d="M10 2v16" />
      </svg>
      <span className="product-name">vrrpscope</span>
    </div>
  );
}
