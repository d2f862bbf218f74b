package org.resnet4j.weights;

/** Stub. */
public enum Origin {
  TORCHVISION,
  TIMM,
  AKAMASTER,
  KUANGLIU
}
