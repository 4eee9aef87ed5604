package com.acme.broken.adapters.audit;

class Prints {

  void print(String line) {
    System.out.println(line);
  }
}
