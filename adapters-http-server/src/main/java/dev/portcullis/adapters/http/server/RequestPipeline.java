package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HelidonProxyConnection.AnnouncedPeer;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What one listener does with each request: reads it whole, has {@link HttpApi} answer it, sends
 * the reply, and closes the connection if a part of the body is left unread.
 */
final class RequestPipeline implements Handler {

  private static final ConcurrentMap<String, HeaderName> NAMES = new ConcurrentHashMap<>();

  private final HttpApi api;

  RequestPipeline(HttpApi api) {
    this.api = api;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    boolean framed = !request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    Content content = framed ? Content.of(request) : Content.UNREAD;
    Reply reply =
        api.answer(
            new GatewayRequest(
                request.prologue().method().text(),
                request.path().rawPath(),
                request.query().rawValue(),
                new RequestOrigin(
                    peer(request.remotePeer().address()),
                    request.remotePeer() instanceof AnnouncedPeer(var kernel, var header)
                        ? Option.of(header)
                        : Option.none(),
                    name -> lines(request.headers(), name)),
                content::read));
    boolean last =
        !content.whole()
            || (request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().containsToken(HeaderValues.CONNECTION_CLOSE))
            || reply.headers().exists(header -> header.name().equals("Connection"));
    response.status(reply.status());
    for (Reply.Header header : reply.headers()) {
      // Added, not set: there may be several cookies.
      response.headers().add(name(header.name()), header.value());
    }
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(reply.body().length));
      response.send();
    } else {
      response.send(reply.body());
    }
    if (last) {
      // The server itself would go on reading, and take the rest of a body for the next request.
      throw new CloseConnectionException("answered with Connection: close");
    }
  }

  /**
   * The content of a request, read before it is answered: what is left unread on a connection would
   * be read as the next request.
   */
  private static final class Content {

    static final Content UNREAD = new Content(new byte[0], false, true);

    /** How much of a too large content is read, so that its sender receives the answer. */
    private static final int MOST_DISCARDED = 256 * 1024;

    private final byte[] bytes;
    private final boolean whole;
    private final boolean broken;

    private Content(byte[] bytes, boolean whole, boolean broken) {
      this.bytes = bytes;
      this.whole = whole;
      this.broken = broken;
    }

    static Content of(ServerRequest request) {
      if (!request.content().hasEntity()) {
        return new Content(new byte[0], true, false);
      }
      try {
        InputStream in = request.content().inputStream();
        // One byte more than expected reaches the end; many more would cost 16 KiB a request.
        long length = request.headers().contentLength().orElse(Long.MAX_VALUE);
        byte[] bytes = in.readNBytes((int) Math.min(length, RequestIntake.MAX_BODY_BYTES) + 1);
        boolean fits = bytes.length <= RequestIntake.MAX_BODY_BYTES;
        return new Content(bytes, fits || endsAfterDiscarding(in), false);
      } catch (IOException | RuntimeException e) {
        // How the server reports a body that ends early or whose framing is invalid.
        return UNREAD;
      }
    }

    private static boolean endsAfterDiscarding(InputStream in) throws IOException {
      byte[] discarded = new byte[8192];
      int total = 0;
      int read = 0;
      while (read >= 0 && total < MOST_DISCARDED) {
        read = in.read(discarded);
        total += read;
      }
      return read < 0;
    }

    /** Whether it was read to its end, so that the connection can be used again. */
    boolean whole() {
      return whole;
    }

    byte[] read(int limit) throws IOException {
      if (broken) {
        throw new IOException("the body cannot be read to its end");
      }
      return bytes.length <= limit ? bytes : Arrays.copyOf(bytes, limit);
    }
  }

  static Peer peer(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return IpAddress.ofBytes(inet.getAddress().getAddress())
          .<Peer>map(Peer.Inet::new)
          .getOrElse(new Peer.Unknown());
    }
    return address instanceof UnixDomainSocketAddress ? new Peer.Unix() : new Peer.Unknown();
  }

  /** The server's name of a header. Only names in code and settings come here, so few are kept. */
  private static HeaderName name(String name) {
    HeaderName known = NAMES.get(name);
    return known == null ? NAMES.computeIfAbsent(name, HeaderNames::create) : known;
  }

  private static Vector<String> lines(Headers headers, String name) {
    HeaderName header = name(name);
    return headers.contains(header)
        ? Vector.ofAll(headers.get(header).allValues())
        : Vector.empty();
  }

  /** The answers that the server gives itself, before any handler: problems as well. */
  DirectHandlers unreadable() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            Reply reply = api.refuse(refusal(status));
            DirectHandler.TransportResponse.Builder response =
                DirectHandler.TransportResponse.builder()
                    .status(Status.create(reply.status()))
                    .entity(reply.body());
            for (Reply.Header header : reply.headers()) {
              response.header(HeaderNames.create(header.name()), header.value());
            }
            return response.build();
          });
    }
    return handlers.build();
  }

  /** No handler of ours throws, so what has no status of its own is a malformed request. */
  private static HttpRefusal refusal(Status status) {
    return switch (status.code()) {
      case 413 -> HttpRefusal.BODY_TOO_LARGE;
      case 414 -> HttpRefusal.TARGET_TOO_LONG;
      case 417 -> HttpRefusal.EXPECTATION_FAILED;
      case 431 -> HttpRefusal.HEADERS_TOO_LARGE;
      case 501 -> HttpRefusal.NOT_IMPLEMENTED;
      case 505 -> HttpRefusal.VERSION_NOT_SUPPORTED;
      default -> HttpRefusal.MALFORMED;
    };
  }
}
