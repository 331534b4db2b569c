{{/* Most replicas that are asked for, rolling updates aside. */}}
{{- define "gateway.mostReplicas" -}}
{{ ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled }}
{{- end }}

{{/*
Most pods that are ever alive, because without Redis each goes on with limit / maxReplicas. A rolling
update adds maxSurge, and Kubernetes does not count those that still end: at most
maxSurge + maxUnavailable, since minReadySeconds is no shorter than the time they may take.
*/}}
{{- define "gateway.maxReplicas" -}}
{{- $most := include "gateway.mostReplicas" . | int -}}
{{- if .Values.config.redis -}}
{{ add $most (mul 2 .Values.strategy.maxSurge) .Values.strategy.maxUnavailable }}
{{- else -}}
{{ $most }}
{{- end -}}
{{- end }}

{{- define "gateway.yaml" -}}
{{- $server := dict "port" 3000 "metricsPort" 9090 -}}
{{- $limits := dict "maxReplicas" (include "gateway.maxReplicas" . | int) -}}
{{- $config := mustMerge (dict "server" $server "limits" $limits) (deepCopy .Values.config) -}}
{{- toYaml (ternary $config (omit $config "redis") (not (empty .Values.config.redis))) -}}
{{- end }}

{{/* What no schema can say, because it is about several values. */}}
{{- define "gateway.check" -}}
{{- $v := .Values -}}
{{- if and (gt (include "gateway.mostReplicas" . | int) 1) (not $v.config.redis) -}}
{{- fail "more than one replica needs config.redis: without it each would use every quota whole" -}}
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
{{- fail "minReadySeconds must not be below terminationGracePeriodSeconds: limits.maxReplicas counts on it" -}}
{{- end -}}
{{- if and $v.secrets.existingSecret $v.secrets.values -}}
{{- fail "secrets.existingSecret and secrets.values must not both be given" -}}
{{- end -}}
{{- end }}
