package dev.portcullis.adapters.http.server;

import dev.portcullis.testkit.RequestBodies;
import dev.portcullis.testkit.RequestBodies.RequestBody;
import java.util.stream.Stream;

/** What is in a body: never a failure of the server's, never a second request. */
abstract class BodyAcceptance extends RequestTable {

  @Override
  Stream<Row> rows() {
    return RequestBodies.all().map(body -> row(body.name(), login(body), ending(body)));
  }

  private static Ending ending(RequestBody body) {
    return switch (body.fate()) {
      case ACCEPTED -> judged(403);
      case MALFORMED -> judged(400);
      case EITHER -> judged(400, 403);
      case UNSUPPORTED -> answered(415);
    };
  }

  /** The API's answer to a body that the server takes, which is no refusal of the server's. */
  private static Ending judged(Integer... statuses) {
    Ending answered = answered(statuses);
    return new Ending(answered.name(), false, answered.test());
  }

  private static String login(RequestBody body) {
    return "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: "
        + body.contentType()
        + "\r\nContent-Length: "
        + body.text().length()
        + "\r\n\r\n"
        + body.text();
  }
}
