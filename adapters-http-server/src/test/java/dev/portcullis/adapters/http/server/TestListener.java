package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.ServerEngine.OpenListener;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** One listener of the engine, with endpoints of the test's own. */
final class TestListener implements AutoCloseable {

  private final List<HttpRefusal> refusals = new CopyOnWriteArrayList<>();
  private final OpenListener listener;

  private TestListener(
      JettyEngine engine,
      Listener where,
      HttpLimits limits,
      Predicate<Peer> trusted,
      Endpoint... endpoints) {
    HttpApi api = HttpApi.of(() -> new RequestId("request"), Vector.of(endpoints), refusals::add);
    this.listener =
        engine.open(
            new ListenerPlan(
                where,
                limits,
                api,
                (peer, certificate) -> trusted.test(peer),
                Option::none,
                refusals::add));
  }

  static TestListener open(HttpLimits limits, Endpoint... endpoints) {
    return open(limits, peer -> false, endpoints);
  }

  static TestListener open(HttpLimits limits, Predicate<Peer> trusted, Endpoint... endpoints) {
    return new TestListener(
        new JettyEngine(InstantSource.system()),
        Listener.plain("127.0.0.1", 0),
        limits,
        trusted,
        endpoints);
  }

  /** One whose bodies may take this many bytes in total. */
  static TestListener withBodyMemory(long bytes, HttpLimits limits, Endpoint... endpoints) {
    return new TestListener(
        new JettyEngine(InstantSource.system(), bytes),
        Listener.plain("127.0.0.1", 0),
        limits,
        peer -> false,
        endpoints);
  }

  static TestListener on(ListenAddress where, Endpoint... endpoints) {
    return new TestListener(
        new JettyEngine(InstantSource.system()),
        new Listener(where, Option.none()),
        HttpLimits.DEFAULT,
        peer -> false,
        endpoints);
  }

  ListenAddress where() {
    return listener.where();
  }

  /** What was refused, in this order. */
  List<HttpRefusal> refusals() {
    return refusals;
  }

  Socket connect() throws IOException {
    return connectFrom("127.0.0.1");
  }

  /** A connection from another address of this machine. */
  Socket connectFrom(String address) throws IOException {
    Socket socket =
        new Socket(
            Wire.address("127.0.0.1"), ((Tcp) listener.where()).port(), Wire.address(address), 0);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(8_000);
    return socket;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next reply's head, and as much of its body as its Content-Length says. */
  static String reply(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.append((char) b);
    }
    int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
    int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    return head + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() {
    listener.stop();
  }
}
