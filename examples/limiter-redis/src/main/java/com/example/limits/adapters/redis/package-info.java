/** Counts in Redis. */
package com.example.limits.adapters.redis;
