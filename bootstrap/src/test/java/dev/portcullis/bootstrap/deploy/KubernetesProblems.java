package dev.portcullis.bootstrap.deploy;

import dev.portcullis.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Compares manifests with what the image and the settings have. */
final class KubernetesProblems {

  private final Map<String, String> files;
  private final ShippedImage image;
  private final Path scratch;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Tree> byKind = new HashMap<>();

  private KubernetesProblems(Map<String, String> files, ShippedImage image, Path scratch) {
    this.files = files;
    this.image = image;
    this.scratch = scratch;
  }

  /**
   * What does not fit.
   *
   * @param files the base's files by name
   * @param scratch an empty folder
   */
  static List<String> of(Map<String, String> files, ShippedImage image, Path scratch)
      throws IOException {
    return new KubernetesProblems(files, image, scratch).find();
  }

  private List<String> find() throws IOException {
    Tree kustomization = Tree.of(text("kustomization.yaml"));
    Set<String> used = new HashSet<>(kustomization.at("resources").texts());
    for (String name : used) {
      Tree.all(text(name)).forEach(it -> byKind.put(it.at("kind").text(), it));
    }
    Tree generator = kustomization.at("configMapGenerator").list().getFirst();
    used.addAll(generator.at("files").texts());
    used.add("kustomization.yaml");
    expect(
        used.equals(files.keySet()),
        "files: %s are not those of the kustomization".formatted(files.keySet()));
    Tree deployment = kind("Deployment");
    Tree pod = deployment.at("spec.template.spec");
    Tree container = pod.at("containers").list().getFirst();
    Map<String, String> environment = new HashMap<>();
    container
        .at("env")
        .list()
        .forEach(it -> environment.put(it.at("name").text(), it.at("value").text()));
    Settings settings;
    try {
      settings = DeployExamples.settings(text("portcullis.yaml"), environment, scratch);
    } catch (AssertionError e) {
      problems.add("settings: " + e.getMessage());
      return problems;
    }
    image(kustomization, container);
    labels(deployment);
    ports(container, settings);
    probes(container, settings);
    scraping(deployment, settings);
    reachable(container, settings);
    user(pod, container);
    volumes(pod, container, generator);
    stop(pod, container, settings);
    resources(container);
    return problems;
  }

  private void image(Tree kustomization, Tree container) {
    String name = container.at("image").text();
    expect(name.equals(image.name()), "image: %s is not what the build makes".formatted(name));
    expect(
        kustomization.at("images").list().stream().anyMatch(it -> it.at("name").is(name)),
        "image: the kustomization does not name %s".formatted(name));
  }

  private void labels(Tree deployment) {
    Tree labels = deployment.at("spec.template.metadata.labels");
    Map<String, Tree> selectors = new HashMap<>();
    selectors.put("Deployment", deployment.at("spec.selector.matchLabels"));
    selectors.put("Service", kind("Service").at("spec.selector"));
    selectors.put(
        "PodDisruptionBudget", kind("PodDisruptionBudget").at("spec.selector.matchLabels"));
    selectors.put("NetworkPolicy", kind("NetworkPolicy").at("spec.podSelector.matchLabels"));
    List<Tree> spread = deployment.at("spec.template.spec.topologySpreadConstraints").list();
    expect(spread.size() == 2, "topology: %s constraints".formatted(spread.size()));
    spread.forEach(
        it -> selectors.put(it.at("topologyKey").text(), it.at("labelSelector.matchLabels")));
    selectors.forEach(
        (who, selector) ->
            expect(
                selector.isIn(labels),
                "labels: the selector of %s selects other pods".formatted(who)));
    Tree target = kind("HorizontalPodAutoscaler").at("spec.scaleTargetRef");
    expect(
        target.at("kind").is("Deployment")
            && target.at("name").text().equals(deployment.at("metadata.name").text()),
        "labels: the autoscaler scales %s".formatted(target.at("name")));
  }

  private void ports(Tree container, Settings settings) {
    Set<Integer> named =
        Set.of(DeployExamples.usersPort(settings), DeployExamples.operatorsPort(settings));
    Set<Integer> opened = new HashSet<>();
    container.at("ports").list().forEach(it -> opened.add((int) it.at("containerPort").number()));
    expect(
        opened.equals(named), "ports: %s, and the settings listen on %s".formatted(opened, named));
    expect(
        Set.copyOf(image.ports()).equals(named),
        "ports: the image exposes %s".formatted(image.ports()));
  }

  private void probes(Tree container, Settings settings) {
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      Tree get = container.at(probe + ".httpGet");
      expect(
          DeployExamples.adminPaths().contains(get.at("path").text()),
          "%s: nothing is at %s".formatted(probe, get.at("path")));
      expect(
          port(container, get.at("port")) == DeployExamples.operatorsPort(settings),
          "%s: %s is not the admin listener's port".formatted(probe, get.at("port")));
    }
    expect(
        container.at("readinessProbe.httpGet.path").is("/health/ready")
            && container.at("livenessProbe.httpGet.path").is("/health/live"),
        "probes: a pod that is not ready would be restarted, or one that hangs not");
    Tree startup = container.at("startupProbe");
    expect(
        startup.at("periodSeconds").number() * startup.at("failureThreshold").number() >= 30,
        "startupProbe: less than 30 s for a start");
  }

  private void scraping(Tree deployment, Settings settings) {
    Tree annotations = deployment.at("spec.template.metadata.annotations");
    expect(
        annotations.key("prometheus.io/port").is("" + DeployExamples.operatorsPort(settings))
            && annotations.key("prometheus.io/path").is("/metrics")
            && annotations.key("prometheus.io/scrape").is("true"),
        "scraping: Prometheus is led to %s".formatted(annotations.key("prometheus.io/port")));
  }

  private void reachable(Tree container, Settings settings) {
    int users = DeployExamples.usersPort(settings);
    List<Tree> served = kind("Service").at("spec.ports").list();
    expect(
        served.size() == 1 && port(container, served.getFirst().at("targetPort")) == users,
        "Service: leads to something else than the public listener");
    Set<Integer> admitted = new HashSet<>();
    Tree policy = kind("NetworkPolicy");
    for (Tree rule : policy.at("spec.ingress").list()) {
      expect(!rule.at("from").list().isEmpty(), "NetworkPolicy: a rule admits everyone");
      rule.at("ports").list().forEach(it -> admitted.add(port(container, it.at("port"))));
    }
    expect(
        admitted.equals(Set.of(users, DeployExamples.operatorsPort(settings))),
        "NetworkPolicy: admits to %s".formatted(admitted));
    int tenant = settings.auth0().tenant().toString().startsWith("https:") ? 443 : -1;
    expect(
        policy.at("spec.egress").list().stream()
            .flatMap(it -> it.at("ports").list().stream())
            .anyMatch(it -> it.at("port").number() == tenant),
        "NetworkPolicy: the tenant cannot be reached");
    expect(
        policy.at("spec.policyTypes").texts().equals(List.of("Ingress", "Egress")),
        "NetworkPolicy: one direction is not limited");
  }

  private void user(Tree pod, Tree container) {
    Tree of = pod.at("securityContext");
    expect(
        image.user().equals(of.at("runAsUser") + ":" + of.at("runAsGroup")),
        "user: %s, and the image has %s".formatted(of.at("runAsUser"), image.user()));
    expect(of.at("runAsNonRoot").is(true), "user: root is allowed");
    expect(of.at("fsGroup").text().equals(of.at("runAsGroup").text()), "user: cannot read secrets");
    expect(of.at("seccompProfile.type").is("RuntimeDefault"), "user: no seccomp profile");
    expect(pod.at("automountServiceAccountToken").is(false), "user: has the cluster's token");
    Tree context = container.at("securityContext");
    expect(
        context.at("readOnlyRootFilesystem").is(true)
            && context.at("allowPrivilegeEscalation").is(false)
            && context.at("capabilities.drop").texts().equals(List.of("ALL")),
        "user: may more than it needs");
  }

  private void volumes(Tree pod, Tree container, Tree generator) {
    Map<String, Tree> volumes = new HashMap<>();
    pod.at("volumes").list().forEach(it -> volumes.put(it.at("name").text(), it));
    Set<Path> provided = new HashSet<>();
    for (Tree mount : container.at("volumeMounts").list()) {
      Tree volume = volumes.remove(mount.at("name").text());
      if (volume == null) {
        problems.add("volumes: there is none named " + mount.at("name"));
        continue;
      }
      Path at = Path.of(mount.at("mountPath").text());
      expect(mount.at("readOnly").is(true), "volumes: %s can be written to".formatted(at));
      if (volume.at("configMap").exists()) {
        expect(
            volume.at("configMap.name").text().equals(generator.at("name").text()),
            "volumes: no ConfigMap is named %s".formatted(volume.at("configMap.name")));
        generator.at("files").texts().forEach(file -> provided.add(at.resolve(file)));
      }
      volume
          .at("secret.items")
          .list()
          .forEach(item -> provided.add(at.resolve(item.at("path").text())));
    }
    expect(volumes.isEmpty(), "volumes: %s is mounted nowhere".formatted(volumes.keySet()));
    Set<Path> needed = new HashSet<>(DeployExamples.filesIn(text("portcullis.yaml")));
    needed.add(image.settings());
    expect(
        provided.equals(needed),
        "volumes: provide %s, and needed are %s".formatted(provided, needed));
  }

  private void stop(Tree pod, Tree container, Settings settings) {
    Duration grace = Duration.ofSeconds(pod.at("terminationGracePeriodSeconds").number());
    Duration pause = settings.http().limits().drainDelay();
    expect(!pause.isZero(), "stop: does not wait until no proxy sends it new connections");
    expect(!container.at("lifecycle.preStop").exists(), "stop: waits twice for the proxies");
    Duration needed = DeployExamples.stop(settings);
    expect(grace.compareTo(needed) >= 0, "stop: %s, and it may take %s".formatted(grace, needed));
    expect(
        kind("PodDisruptionBudget").at("spec.maxUnavailable").number()
            < kind("HorizontalPodAutoscaler").at("spec.minReplicas").number(),
        "stop: all pods may be gone at once");
  }

  private void resources(Tree container) {
    Tree of = container.at("resources");
    expect(
        of.at("limits.memory").exists()
            && of.at("limits.memory").text().equals(of.at("requests.memory").text()),
        "resources: the heap follows a limit that the node need not have");
    expect(of.at("requests.cpu").exists(), "resources: the autoscaler has nothing to compare with");
  }

  /** The number of a port that is given by number or name; -1 if there is none. */
  private static int port(Tree container, Tree port) {
    return container.at("ports").list().stream()
        .filter(
            it ->
                it.at("name").text().equals(port.text())
                    || it.at("containerPort").text().equals(port.text()))
        .mapToInt(it -> (int) it.at("containerPort").number())
        .findFirst()
        .orElse(-1);
  }

  private Tree kind(String kind) {
    Tree found = byKind.get(kind);
    if (found == null) {
      problems.add("kinds: no " + kind);
      return Tree.of("{}");
    }
    return found;
  }

  private String text(String file) {
    return Stream.of(file)
        .map(files::get)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no file " + file));
  }

  private void expect(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
