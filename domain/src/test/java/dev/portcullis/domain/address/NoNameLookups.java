package dev.portcullis.domain.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Takes the place of the system's resolver in these tests: no name is ever found, each is counted.
 */
public final class NoNameLookups extends InetAddressResolverProvider {

  private static final AtomicLong COUNT = new AtomicLong();

  /** How many names and addresses have been looked up since the start. */
  static long count() {
    return COUNT.get();
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        COUNT.incrementAndGet();
        throw new UnknownHostException(host);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        COUNT.incrementAndGet();
        throw new UnknownHostException();
      }
    };
  }

  @Override
  public String name() {
    return "no name look-ups";
  }
}
