{{/* The largest configured number of replicas, without rolling updates. */}}
{{- define "gateway.configuredReplicas" -}}
{{ ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled }}
{{- end }}

{{/*
The largest number of pods alive at once: without Redis each pod uses limit / maxReplicas. A rolling update
adds maxSurge pods. Kubernetes does not count terminating pods; at most maxSurge + maxUnavailable pods
terminate at once, because minReadySeconds is not shorter than the time that they may take.
*/}}
{{- define "gateway.maxReplicas" -}}
{{- $replicas := include "gateway.configuredReplicas" . | int -}}
{{- if include "gateway.hasRedis" . -}}
{{ add $replicas (mul 2 .Values.strategy.maxSurge) .Values.strategy.maxUnavailable }}
{{- else -}}
{{ $replicas }}
{{- end -}}
{{- end }}

{{/* TLS of the gateway itself: "server", "mutual" (clients have certificates too) or nothing. */}}
{{- define "gateway.tls" -}}
{{- if .Values.existingConfigMap.name -}}
{{ .Values.existingConfigMap.tls }}
{{- else -}}
{{- with (.Values.config.server).tls -}}
{{ ternary "mutual" "server" (not (empty .clientCa)) }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The port of probes: that of the metrics where Kubernetes would need a certificate, or the file is not known. */}}
{{- define "gateway.probePort" -}}
{{- if or (eq "mutual" (include "gateway.tls" .)) .Values.existingConfigMap.name -}}
port: metrics
{{- else if include "gateway.tls" . -}}
port: http, scheme: HTTPS
{{- else -}}
port: http
{{- end -}}
{{- end }}

{{- define "gateway.yaml" -}}
{{- $server := dict "port" 3000 "metricsPort" 9090 -}}
{{- $limits := dict "maxReplicas" (include "gateway.maxReplicas" . | int) -}}
{{- $config := mustMerge (dict "server" $server "limits" $limits) (deepCopy .Values.config) -}}
{{- toYaml (ternary $config (omit $config "redis") (not (empty .Values.config.redis))) -}}
{{- end }}

{{/* Checks that involve several values, which values.schema.json cannot express. */}}
{{- define "gateway.check" -}}
{{- $v := .Values -}}
{{- if and (gt (include "gateway.configuredReplicas" . | int) 1) (not (include "gateway.hasRedis" .)) -}}
{{- fail "more than one replica needs config.redis (or existingConfigMap.hasRedis): without Redis each replica would use the whole of every quota" -}}
{{- end -}}
{{- if and $v.existingConfigMap.name (or $v.config.connections (gt (len $v.config) 1)) -}}
{{- fail "existingConfigMap.name and config must not both be given" -}}
{{- end -}}
{{- if and $v.networkPolicy.enabled ($v.config.egress).proxy (not $v.networkPolicy.proxy.to) (not $v.networkPolicy.extraEgress) -}}
{{- fail "networkPolicy.proxy.to must have the proxy of config.egress.proxy, or no vendor can be reached" -}}
{{- end -}}
{{- if and $v.existingConfigMap.name $v.restartOnConfigChange -}}
{{- fail "restartOnConfigChange cannot see changes of existingConfigMap" -}}
{{- end -}}
{{- if and $v.autoscaling.enabled (gt (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas must not be above autoscaling.maxReplicas" -}}
{{- end -}}
{{- if eq 0 (add $v.strategy.maxSurge $v.strategy.maxUnavailable | int) -}}
{{- fail "strategy.maxSurge and strategy.maxUnavailable must not both be 0" -}}
{{- end -}}
{{- $drainDelay := div (dig "server" "drainDelayMs" 1000 $v.config | int | add 999) 1000 -}}
{{- if lt (int $v.terminationGracePeriodSeconds) (add $v.preStopSeconds $drainDelay 24 | int) -}}
{{- fail "terminationGracePeriodSeconds must be at least preStopSeconds + config.server.drainDelayMs + 24 s: calls under way get 20 s to end" -}}
{{- end -}}
{{- if lt (int $v.minReadySeconds) (int $v.terminationGracePeriodSeconds) -}}
{{- fail "minReadySeconds must not be below terminationGracePeriodSeconds: the computation of limits.maxReplicas relies on it" -}}
{{- end -}}
{{- if and $v.secrets.existingSecret $v.secrets.values -}}
{{- fail "secrets.existingSecret and secrets.values must not both be given" -}}
{{- end -}}
{{- end }}
