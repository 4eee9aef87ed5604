package dev.portcullis.doctor.report;

import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Changes as YAML of Auth0's Deploy CLI, to be merged into a tenant.yaml. */
public final class DeployCliText {

  private DeployCliText() {}

  public static String of(Seq<Change> changes) {
    StringBuilder yaml =
        new StringBuilder("# Written by portcullis doctor. Merge it into your tenant.yaml.\n");
    boolean protection = false;
    for (Change change : changes) {
      switch (change) {
        case Patch(Target.OfApplication(var id, var name), var edits) -> {
          yaml.append("clients:\n  - name: ").append(PlanText.quoted(name)).append('\n');
          append(yaml, "    ", edits);
        }
        case EnableConnection it ->
            yaml.append("databases:\n  - name: ")
                .append(PlanText.quoted(it.connectionName()))
                .append(
                    "\n    # in addition to those already enabled\n    enabled_clients:\n      - ")
                .append(PlanText.quoted(it.clientName()))
                .append('\n');
        case Patch(Target.OfTenant(), var edits) -> {
          yaml.append("tenant:\n");
          append(yaml, "  ", edits);
        }
        case Patch(Target.OfProtection part, var edits) -> {
          if (!protection) {
            yaml.append("attackProtection:\n");
            protection = true;
          }
          yaml.append("  ").append(name(part)).append(":\n");
          append(yaml, "    ", edits);
        }
      }
    }
    return yaml.toString();
  }

  private static void append(StringBuilder yaml, String indent, Seq<Edit> edits) {
    String open = "";
    for (Edit edit : edits) {
      Seq<String> path = Vector.of(edit.path().split("\\.", -1));
      String parents = path.init().mkString(".");
      if (!parents.equals(open)) {
        for (int i = 0; i < path.size() - 1; i++) {
          yaml.append(indent).append("  ".repeat(i)).append(path.get(i)).append(":\n");
        }
        open = parents;
      }
      yaml.append(indent)
          .append("  ".repeat(path.size() - 1))
          .append(path.last())
          .append(": ")
          .append(PlanText.text(edit.after()))
          .append('\n');
    }
  }

  private static String name(Target.OfProtection part) {
    return switch (part) {
      case BRUTE_FORCE -> "bruteForceProtection";
      case SUSPICIOUS_IP -> "suspiciousIpThrottling";
      case BREACHED_PASSWORDS -> "breachedPasswordDetection";
    };
  }
}
