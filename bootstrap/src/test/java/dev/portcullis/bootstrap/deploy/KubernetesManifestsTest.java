package dev.portcullis.bootstrap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kustomize base fits the image and the settings; each kind of mistake is found. */
class KubernetesManifestsTest {

  private static final String FOLDER = "kubernetes";

  @TempDir private Path scratch = Path.of(".");

  @Test
  void the_base_fits_the_image_and_its_settings() throws Exception {
    assertThat(problems(DeployExamples.texts(FOLDER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kustomization.yaml   | - service.yaml               | - deployment.yaml              | files:
          kustomization.yaml   | name: portcullis             | name: gateway                  | image:
          kustomization.yaml   | - name: portcullis\\n    files | - name: other\\n    files      | volumes: no ConfigMap
          deployment.yaml      | image: portcullis            | image: portcullis-demo         | image:
          deployment.yaml      | containerPort: 8080          | containerPort: 8081            | ports:
          deployment.yaml      | path: /health/ready          | path: /healthz                 | readinessProbe: nothing
          deployment.yaml      | port: operators\\n            periodSeconds: 5 | port: users\\n            periodSeconds: 5 | readinessProbe: users
          deployment.yaml      | path: /health/ready          | path: /health/live             | probes:
          deployment.yaml      | failureThreshold: 60         | failureThreshold: 6            | startupProbe:
          deployment.yaml      | prometheus.io/port: "9090"   | prometheus.io/port: "8080"     | scraping:
          deployment.yaml      | runAsUser: 10001             | runAsUser: 1000                | user: 1000
          deployment.yaml      | runAsNonRoot: true           | runAsNonRoot: false            | user: root
          deployment.yaml      | type: RuntimeDefault         | type: Unconfined               | user: no seccomp
          deployment.yaml      | readOnlyRootFilesystem: true | readOnlyRootFilesystem: false  | user: may more
          deployment.yaml      | automountServiceAccountToken: false | automountServiceAccountToken: true | user: has the cluster's
          deployment.yaml      | fsGroup: 10001               | fsGroup: 10002                 | user: cannot read
          deployment.yaml      | terminationGracePeriodSeconds: 45 | terminationGracePeriodSeconds: 30 | stop: PT30S
          deployment.yaml      | resources:                   | lifecycle: {preStop: {sleep: {seconds: 5}}}\\n          resources: | stop: waits twice
          portcullis.yaml      | drain-delay: 5s              | drain-delay: 25s               | stop: PT45S
          portcullis.yaml      | drain-delay: 5s              | drain-delay: 0s                | stop: does not wait
          deployment.yaml      | mountPath: /etc/portcullis   | mountPath: /etc/gateway        | volumes: provide
          deployment.yaml      | path: client-secret          | path: secret                   | volumes: provide
          deployment.yaml      | - name: secrets\\n              mountPath | - name: secret\\n              mountPath | volumes: there is none
          deployment.yaml      | - name: secrets\\n          secret | - name: more\\n          secret  | volumes: [more] is mounted nowhere
          deployment.yaml      | readOnly: true               | readOnly: false                | volumes: /etc/portcullis can be written
          deployment.yaml      | cpu: 250m                    | gpu: 1                         | resources: the autoscaler
          deployment.yaml      | memory: 256Mi\\n            limits | memory: 128Mi\\n            limits | resources: the heap
          deployment.yaml      | image: portcullis            | image: portcullis\\n          env: [{name: PORTCULLIS_LISTEN_OPERATOR, value: a}] | settings:
          deployment.yaml      | image: portcullis            | image: portcullis\\n          env: [{name: PORTCULLIS_LISTEN_OPERATORS, value: "0.0.0.0:9091"}] | ports:
          service.yaml         | targetPort: users            | targetPort: operators          | Service:
          service.yaml         | selector:\\n    app.kubernetes.io/name: portcullis | selector:\\n    app: portcullis | labels: the selector of Service
          disruption-budget.yaml | matchLabels:\\n      app.kubernetes.io/name: portcullis | matchLabels:\\n      app.kubernetes.io/name: other | labels: the selector of Pod
          disruption-budget.yaml | maxUnavailable: 1          | maxUnavailable: 2              | stop: all pods
          network-policy.yaml  | podSelector:\\n    matchLabels:\\n      app.kubernetes.io/name: portcullis | podSelector:\\n    matchLabels:\\n      app: portcullis | labels: the selector of Net
          network-policy.yaml  | port: 443                    | port: 80                       | NetworkPolicy: the tenant
          network-policy.yaml  | port: operators              | port: metrics                  | NetworkPolicy: admits to
          network-policy.yaml  | [Ingress, Egress]            | [Ingress]                      | NetworkPolicy: one direction
          autoscaler.yaml      | name: portcullis\\n  minReplicas | name: gateway\\n  minReplicas | labels: the autoscaler
          portcullis.yaml      | drain: 25s                   | drain: 60s                     | stop: PT45S
          portcullis.yaml      | 0.0.0.0:8080                 | 0.0.0.0:8088                   | ports:
          portcullis.yaml      | drain: 25s                   | drian: 25s                     | settings:
          portcullis.yaml      | /run/secrets/portcullis/     | /run/secrets/                  | volumes: provide
          """)
  void each_kind_of_mistake_is_found(String file, String right, String wrong, String problem)
      throws Exception {
    Map<String, String> files = new HashMap<>(DeployExamples.texts(FOLDER));
    String before = files.getOrDefault(file, "");
    String after = before.replace(lines(right), lines(wrong));
    assertThat(after).as("the file with the mistake").isNotEqualTo(before);
    files.put(file, after);

    assertThat(problems(files)).anyMatch(it -> it.startsWith(problem));
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n");
  }

  /** Kubernetes' own program, where it is installed. */
  @Test
  void kustomize_builds_the_base() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/kubectl")), "no /usr/bin/kubectl: install kubectl");
    Process kubectl =
        new ProcessBuilder(
                "/usr/bin/kubectl", "kustomize", DeployExamples.folder(FOLDER).toString())
            .redirectErrorStream(true)
            .start();
    String built = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(kubectl.waitFor()).as(built).isZero();
    assertThat(Tree.all(built))
        .extracting(it -> it.at("kind").text())
        .containsExactlyInAnyOrder(
            "ConfigMap",
            "Service",
            "Deployment",
            "PodDisruptionBudget",
            "HorizontalPodAutoscaler",
            "NetworkPolicy");
    assertThat(built).contains("image: registry.example.com/portcullis:0.1.0-SNAPSHOT");
  }

  private List<String> problems(Map<String, String> files) throws Exception {
    return KubernetesProblems.of(files, ShippedImage.read(), scratch);
  }
}
