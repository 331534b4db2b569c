// helm test: checks the replies of the Service whose address is the argument
const EXPECTED_STATUS = [
  ['/health/ready', 200],
  ['/version', 200],
  ['/v1/connections', 401],
];

async function main([service]) {
  for (const [path, expected] of EXPECTED_STATUS) {
    const { status } = await fetch(service + path, { signal: AbortSignal.timeout(10_000) });
    console.log(`${path} ${status}`);
    if (status !== expected) throw new Error(`${path} must reply ${expected}`);
  }
}

main(process.argv.slice(1)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
