package dev.portcullis.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target.OfApplication;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.Change.Target.OfTenant;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.junit.jupiter.api.Test;

/** One of each change, as the files for Terraform and for Auth0's Deploy CLI have it. */
class WrittenPlansTest {

  private static final Seq<Change> CHANGES =
      Vector.of(
          new Patch(
              new OfApplication("id1", "The \"${gate}\" %{way}"),
              Vector.of(
                  edit("token_endpoint_auth_method", new Value.Text("client_secret_post")),
                  edit("is_token_endpoint_ip_header_trusted", new Value.Flag(true)))),
          new EnableConnection("con_1", "Users", "id1", "The \"${gate}\" %{way}"),
          new Patch(
              new OfTenant(), Vector.of(edit("default_directory", new Value.Text("${Users}")))),
          new Patch(
              OfProtection.BRUTE_FORCE,
              Vector.of(
                  edit("enabled", new Value.Flag(true)),
                  edit("shields", new Value.Texts(Vector.of("block", "user_notification"))))),
          new Patch(
              OfProtection.SUSPICIOUS_IP,
              Vector.of(
                  edit("stage.pre-login.max_attempts", new Value.Count(100)),
                  edit("stage.pre-login.rate", new Value.Count(864_000)),
                  edit("enabled", new Value.Flag(true)))));

  @Test
  void terraform_has_a_resource_per_part_and_no_template_in_a_text() {
    assertThat(TerraformText.of(CHANGES))
        .isEqualTo(
            """
            # Written by portcullis doctor. Merge it into your existing resources;\
             import the missing ones.

            # The method has to be set before the header can be trusted.
            # terraform import auth0_client_credentials.login_gateway id1
            resource "auth0_client_credentials" "login_gateway" {
              client_id = "id1"
              authentication_method = "client_secret_post"
            }

            # terraform import auth0_client.login_gateway id1
            resource "auth0_client" "login_gateway" {
              name = "The \\"$${gate}\\" %%{way}"
              is_token_endpoint_ip_header_trusted = true
              depends_on = [auth0_client_credentials.login_gateway]
            }

            resource "auth0_connection_client" "login_gateway" {
              connection_id = "con_1"
              client_id = "id1"
            }

            resource "auth0_tenant" "this" {
              default_directory = "$${Users}"
            }

            resource "auth0_attack_protection" "this" {
              brute_force_protection {
                enabled = true
                shields = ["block", "user_notification"]
              }
              suspicious_ip_throttling {
                enabled = true
                pre_login {
                  max_attempts = 100
                  rate = 864000
                }
              }
            }
            """);
  }

  @Test
  void the_deploy_clis_file_has_each_key_once_and_levels_below_it() {
    assertThat(DeployCliText.of(CHANGES))
        .isEqualTo(
            """
            # Written by portcullis doctor. Merge it into your tenant.yaml.
            clients:
              - name: "The \\"${gate}\\" %{way}"
                token_endpoint_auth_method: "client_secret_post"
                is_token_endpoint_ip_header_trusted: true
            databases:
              - name: "Users"
                # in addition to those already enabled
                enabled_clients:
                  - "The \\"${gate}\\" %{way}"
            tenant:
              default_directory: "${Users}"
            attackProtection:
              bruteForceProtection:
                enabled: true
                shields: ["block", "user_notification"]
              suspiciousIpThrottling:
                stage:
                  pre-login:
                    max_attempts: 100
                    rate: 864000
                enabled: true
            """);
  }

  private static Edit edit(String path, Value after) {
    return new Edit(path, new Value.Unset(), after);
  }
}
