{{- define "gateway.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "gateway.fullname" -}}
{{- $name := include "gateway.name" . -}}
{{- $whole := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{ .Values.fullnameOverride | default $whole | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "gateway.selector" -}}
app.kubernetes.io/name: {{ include "gateway.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "gateway.labels" -}}
{{ include "gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/*
The metadata of a resource. `root` is the chart's scope; optional: its `name` or the `suffix` of the usual
name, its `namespace`, and its own `labels` and `annotations`, which win over the common ones.
*/}}
{{- define "gateway.metadata" -}}
{{- $root := .root -}}
name: {{ .name | default (printf "%s%s" (include "gateway.fullname" $root) (.suffix | default "")) }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels: {{- merge dict (.labels | default dict) (include "gateway.labels" $root | fromYaml) $root.Values.commonLabels | toYaml | nindent 2 }}
{{- with merge dict (.annotations | default dict) $root.Values.commonAnnotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "gateway.image" -}}
{{- with .Values.image -}}
{{ with .registry }}{{ . }}/{{ end }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "gateway.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (ternary (include "gateway.fullname" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{- define "gateway.configMap" -}}
{{ .Values.existingConfigMap.name | default (include "gateway.fullname" .) }}
{{- end }}

{{/* Whether the replicas share their quotas: "true" or empty. */}}
{{- define "gateway.hasRedis" -}}
{{- $map := .Values.existingConfigMap -}}
{{ ternary $map.hasRedis (not (empty .Values.config.redis)) (not (empty $map.name)) | ternary "true" "" }}
{{- end }}

{{- define "gateway.secret" -}}
{{- if .Values.secrets.existingSecret -}}
{{ .Values.secrets.existingSecret }}
{{- else if .Values.secrets.values -}}
{{ include "gateway.fullname" . }}
{{- end -}}
{{- end }}
