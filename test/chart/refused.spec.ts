import { join } from 'node:path';
import { template } from './render';
import { CHART, withTools } from './tools';

const VALID = join(CHART, 'values-production.yaml');
const connectionWith = (fields: string): string =>
  `config.connections.more={"provider":"nexconn","baseUrls":["https://vendor.example"],${fields}}`;

/** Invalid settings, and the expected error of helm. */
const REJECTED: readonly (readonly [string, RegExp])[] = [
  ['replicas=3', /additional properties 'replicas' not allowed/],
  ['replicaCount=0', /minimum/],
  ['replicaCount="3"', /want integer/],
  ['strategy.maxSurge="25%"', /want integer/],
  ['strategy={"maxSurge":0,"maxUnavailable":0}', /must not both be 0/],
  ['autoscaling.minReplicas=9', /must not be above autoscaling.maxReplicas/],
  ['autoscaling.cpu.targetUtilization=130', /maximum/],
  ['autoscaling.queueWait.target="half"', /pattern/],
  ['terminationGracePeriodSeconds=20', /at least preStopSeconds/],
  ['config.server={"drainDelayMs":20000}', /at least preStopSeconds/],
  ['minReadySeconds=5', /must not be below terminationGracePeriodSeconds/],
  ['config.redis=null', /more than one replica needs config.redis/],
  ['config.redis={"url":"redis://user:password@redis:6379"}', /config\/redis\/url/],
  ['config.redis={"url":"http://redis"}', /config\/redis\/url/],
  ['config.redis.onLoss="ignore"', /onLoss/],
  ['config.limits.maxReplicas=4', /limits\/maxReplicas/],
  ['config.server={"port":8080}', /server\/port/],
  ['config.server={"metricsPort":8081}', /server\/metricsPort/],
  [connectionWith('"appSecret":"in-the-open"'), /appSecret/],
  [
    'config.auth.jwt={"issuer":"a","audience":"b","jwksUri":"https://c","jwksToken":"in-the-open"}',
    /jwksToken/,
  ],
  [connectionWith('"apiToken":"in-the-open"'), /apiToken/],
  [connectionWith('"apiSecret":"in-the-open"'), /apiSecret/],
  [connectionWith('"secretKey":"in-the-open"'), /secretKey/],
  ['config.egress={"proxy":"http://user:password@proxy:3128"}', /config\/egress\/proxy/],
  ['config.connections.more={"provider":"nexconn"}', /baseUrls/],
  ['config.connections={"a b":{"provider":"x","baseUrls":["https://x"]}}', /pattern/],
  ['config.auth.apiKeys=[{"client":"a","sha256":"the-key-itself"}]', /sha256/],
  ['secrets.values={"redis-url":"redis://redis"}', /must not both be given/],
  ['secrets.existingSecret="Not A Name"', /existingSecret/],
  ['extraEnv=[{"name":"REDIS_URL","value":"redis://redis"}]', /extraEnv/],
  ['podSecurityContext.runAsNonRoot=false', /runAsNonRoot/],
  ['securityContext.allowPrivilegeEscalation=true', /allowPrivilegeEscalation/],
  ['image.tag="no such tag"', /image\/tag/],
  ['image.pullPolicy="Sometimes"', /pullPolicy/],
  ['service.type="ExternalName"', /service\/type/],
  ['service.port=70000', /service\/port/],
  ['ingress.enabled=true', /ingress\/hosts/],
  ['networkPolicy.vendors.ports=[]', /vendors\/ports/],
  ['networkPolicy.vendors.cidrs=["vendor.example"]', /cidrs/],
  ['serviceMonitor.interval="often"', /interval/],
  ['serviceMonitor.scrapeTimeout=10', /scrapeTimeout/],
  ['prometheusRule.runbookUrl="https://wiki.example.com#here"', /runbookUrl/],
  ['httpRoute.enabled=true', /httpRoute\/parentRefs/],
  ['livenessProbe.httpGet={"path":"/"}', /livenessProbe/],
  ['podDisruptionBudget.minAvailable="half"', /podDisruptionBudget\/minAvailable/],
  ['service.loadBalancerSourceRanges=["vendor.example"]', /loadBalancerSourceRanges/],
  ['networkPolicy.dns.ports=["dns"]', /dns\/ports/],
  ['networkPolicy.proxy.ports=[0]', /proxy\/ports/],
  [
    'config.egress={"proxy":"http://proxy.example:3128"}',
    /networkPolicy\.proxy\.to must have the proxy of config\.egress\.proxy/,
  ],
  ['hostAliases=[{"ip":"10.0.0.1"}]', /hostAliases/],
  ['ingress.pathType="Regex"', /pathType/],
  ['sidecars=[{"name":"proxy"}]', /sidecars/],
  ['existingConfigMap={"name":"mine","tls":true}', /existingConfigMap\/tls/],
  ['existingConfigMap={"name":"mine","hasRedis":true}', /config must not both be given/],
];

withTools('invalid values', ['helm'], () => {
  it.each(REJECTED)('reject %s', (setting, reason) => {
    const { code, err } = template([VALID], [setting]);
    expect(code).not.toBe(0);
    expect(err).toMatch(reason);
  });
});
