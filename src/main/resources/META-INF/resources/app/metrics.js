/** Reads the server's metrics: a function that sums the samples of a name, or those of them that have a label. */
export async function readMetrics() {
  const answer = await fetch('metrics', { cache: 'no-store' });
  const samples = (await answer.text()).split('\n').map((line) => /^(\w+)(\{.*\})? (\S+)$/.exec(line)).filter(Boolean);
  return (name, label = '') => samples
    .filter(([, each, labels = '']) => each === name && labels.includes(label))
    .reduce((sum, [, , , value]) => sum + Number(value), 0);
}
