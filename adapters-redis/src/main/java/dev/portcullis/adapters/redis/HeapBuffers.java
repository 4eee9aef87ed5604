package dev.portcullis.adapters.redis;

import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/**
 * Has the client of the store write its commands into the heap. A script is written in hundreds of
 * small pieces, and each piece in a direct buffer costs a check of the buffer's lifetime and a view
 * of it; the whole is copied to a direct buffer once.
 */
final class HeapBuffers implements NettyCustomizer {

  @Override
  public void afterChannelInitialized(Channel channel) {
    ChannelHandler unused =
        channel.pipeline().replace(CommandEncoder.class, "heap-encoder", new CommandEncoder(false));
  }
}
