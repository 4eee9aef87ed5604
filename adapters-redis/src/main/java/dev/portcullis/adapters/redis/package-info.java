/**
 * Adapters that keep their state in Redis, so that several instances share it. May depend on the
 * application; start at {@link dev.portcullis.adapters.redis.RedisStore}.
 */
@NullMarked
package dev.portcullis.adapters.redis;

import org.jspecify.annotations.NullMarked;
