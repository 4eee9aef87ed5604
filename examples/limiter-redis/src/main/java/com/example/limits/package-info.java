/** Gateways that count password resets together: the shipped program with one limiter. */
package com.example.limits;
