package com.acme.login.domain;

public record Department(String name) {}
