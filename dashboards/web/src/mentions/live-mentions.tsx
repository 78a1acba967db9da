export function LiveMentions() {
  return <p>soon</p>;
}
