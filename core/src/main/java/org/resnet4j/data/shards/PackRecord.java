package org.resnet4j.data.shards;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.resnet4j.data.pictures.Part;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.pictures.Pictures;
import org.resnet4j.io.Sha256;

/**
 * What a pack consists of, written first, so that only the same is continued.
 *
 * @param version of the format
 * @param seed of the order
 * @param pictures how many each part has, readable or not
 * @param source the SHA-256 of the names and classes of all pictures
 */
record PackRecord(
    int version, PackSettings settings, long seed, Map<String, Integer> pictures, String source) {
  private static final int VERSION = 1;

  static PackRecord of(PictureSet set, PackSettings settings, long seed) {
    Map<String, Integer> counts = new TreeMap<>();
    MessageDigest digest = Sha256.create();
    set.parts()
        .forEach(
            (part, indices) -> {
              counts.put(part.title(), indices.length);
              for (int index : indices) {
                digest.update(line(set, part, index).getBytes(StandardCharsets.UTF_8));
              }
            });
    return new PackRecord(VERSION, settings, seed, counts, Sha256.hex(digest));
  }

  /** With the name alone: the folder of the pictures may be moved. */
  private static String line(PictureSet set, Part part, int index) {
    Pictures pictures = set.pictures();
    String place = pictures.place(index).replace('\\', '/');
    return part
        + "\t"
        + set.classes().get(pictures.label(index))
        + "\t"
        + place.substring(place.lastIndexOf('/') + 1)
        + "\n";
  }
}
