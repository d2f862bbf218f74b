package org.resnet4j.image.jpeg.marker;

/** The second bytes of markers (T.81, table B.1). */
public final class Marker {
  static final int TEM = 0x01;
  public static final int SOF0 = 0xC0;
  static final int SOF1 = 0xC1;
  public static final int SOF2 = 0xC2;
  public static final int DHT = 0xC4;
  static final int DAC = 0xCC;
  static final int RST0 = 0xD0;
  public static final int SOI = 0xD8;
  public static final int EOI = 0xD9;
  public static final int SOS = 0xDA;
  public static final int DQT = 0xDB;
  static final int DNL = 0xDC;
  public static final int DRI = 0xDD;
  static final int DHP = 0xDE;
  static final int EXP = 0xDF;
  static final int APP0 = 0xE0;
  public static final int APP1 = 0xE1;
  static final int APP14 = 0xEE;
  static final int APP15 = 0xEF;
  static final int COM = 0xFE;

  private Marker() {}

  static boolean isRestart(int marker) {
    return marker >= RST0 && marker < RST0 + 8;
  }
}
