package dev.portcullis.emulator.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The invitations to organizations, each for one user and one use. */
public final class Invitations {

  private final Documents documents;
  private final InstantSource clock;

  /** Reads the invitations that were written here. */
  public Invitations(Documents documents, InstantSource clock) {
    this.documents = documents;
    this.clock = clock;
  }

  /** The invitation of a ticket, if it is valid now. */
  public Optional<Invitation> find(Organization organization, String ticket) {
    String all = "organizations/" + organization.id() + "/invitations";
    return documents.below(all).entrySet().stream()
        .filter(each -> each.getValue().path("ticket_id").asText().equals(ticket))
        .filter(
            each ->
                clock
                    .instant()
                    .isBefore(Instant.parse(each.getValue().path("expires_at").asText())))
        .findFirst()
        .map(each -> invitation(all + "/" + each.getKey(), each.getValue()));
  }

  private static Invitation invitation(String path, ObjectNode document) {
    return new Invitation(
        path,
        document.path("invitee").path("email").asText(),
        document.path("client_id").asText(),
        Optional.ofNullable(document.path("connection_id").textValue()),
        document.path("roles").valueStream().map(JsonNode::asText).toList(),
        map(document, "user_metadata"),
        map(document, "app_metadata"));
  }

  private static Map<String, Object> map(ObjectNode document, String name) {
    return Written.plain(
        document.path(name) instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode());
  }

  /** Uses the invitation up. */
  public void remove(Invitation invitation) {
    documents.remove(invitation.path());
  }
}
