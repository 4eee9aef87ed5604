package dev.portcullis.doctor.report;

import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Changes as resources of Auth0's Terraform provider, to be merged into a configuration. */
public final class TerraformText {

  private static final String METHOD = "token_endpoint_auth_method";

  private TerraformText() {}

  public static String of(Seq<Change> changes) {
    Seq<Patch> patches = changes.filter(Patch.class::isInstance).map(Patch.class::cast);
    return Vector.of(
            "# Written by portcullis doctor. Merge it into your existing resources; import"
                + " the missing ones.")
        .appendAll(patches.flatMap(TerraformText::client))
        .appendAll(
            changes
                .filter(EnableConnection.class::isInstance)
                .map(EnableConnection.class::cast)
                .map(TerraformText::connection))
        .appendAll(
            patches
                .filter(it -> it.target() instanceof Target.OfTenant)
                .map(it -> block("resource \"auth0_tenant\" \"this\"", attributes(it.edits()))))
        .appendAll(protection(patches))
        .mkString("", "\n\n", "\n");
  }

  private static Seq<String> client(Patch patch) {
    if (!(patch.target() instanceof Target.OfApplication(var id, var name))) {
      return Vector.empty();
    }
    Seq<Edit> method = patch.edits().filter(edit -> edit.path().equals(METHOD));
    Seq<String> client = attributes(patch.edits().filter(edit -> !edit.path().equals(METHOD)));
    Seq<String> first =
        method.isEmpty()
            ? Vector.empty()
            : Vector.of("depends_on = [auth0_client_credentials.login_gateway]");
    Seq<String> blocks =
        Vector.of(
            "# terraform import auth0_client.login_gateway "
                + id
                + "\n"
                + block(
                    "resource \"auth0_client\" \"login_gateway\"",
                    client.prepend("name = " + hcl(new Value.Text(name))).appendAll(first)));
    return method.isEmpty()
        ? blocks
        : blocks.prepend(
            "# The method has to be set before the header can be trusted.\n"
                + "# terraform import auth0_client_credentials.login_gateway "
                + id
                + "\n"
                + block(
                    "resource \"auth0_client_credentials\" \"login_gateway\"",
                    Vector.of(
                        "client_id = " + hcl(new Value.Text(id)),
                        "authentication_method = " + hcl(method.head().after()))));
  }

  private static String connection(EnableConnection it) {
    return block(
        "resource \"auth0_connection_client\" \"login_gateway\"",
        Vector.of(
            "connection_id = " + hcl(new Value.Text(it.connectionId())),
            "client_id = " + hcl(new Value.Text(it.clientId()))));
  }

  private static Seq<String> protection(Seq<Patch> patches) {
    Seq<String> parts =
        patches.flatMap(
            patch ->
                patch.target() instanceof Target.OfProtection part
                    ? Vector.of(block(part.path().replace('-', '_'), nested(patch.edits())))
                    : Vector.<String>empty());
    return parts.isEmpty()
        ? Vector.empty()
        : Vector.of(block("resource \"auth0_attack_protection\" \"this\"", parts));
  }

  /** {@code stage.pre-login.rate} is {@code pre_login { rate }} there. */
  private static Seq<String> nested(Seq<Edit> edits) {
    Seq<Edit> login = edits.filter(edit -> edit.path().startsWith("stage.pre-login."));
    Seq<String> flat = attributes(edits.filter(edit -> !login.contains(edit)));
    return login.isEmpty()
        ? flat
        : flat.append(
            block(
                "pre_login",
                login.map(
                    edit ->
                        edit.path().substring("stage.pre-login.".length())
                            + " = "
                            + hcl(edit.after()))));
  }

  private static Seq<String> attributes(Seq<Edit> edits) {
    return edits.map(edit -> edit.path() + " = " + hcl(edit.after()));
  }

  private static String block(String head, Seq<String> lines) {
    return lines
        .flatMap(text -> Vector.of(text.split("\n", -1)))
        .map(line -> "  " + line)
        .mkString(head + " {\n", "\n", "\n}");
  }

  private static String hcl(Value value) {
    // ${ and %{ would be templates.
    return PlanText.text(value).replace("${", "$${").replace("%{", "%%{");
  }
}
