package org.resnet4j.compiled.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The offsets of a routine's values in one allocation. Values with disjoint lifetimes share memory,
 * so that much of what a kernel reads is still in the processor's caches.
 *
 * @param offsets in bytes by the values' ids, multiples of {@link #ALIGNMENT}
 * @param bytes of the whole allocation
 */
public record Buffers(Map<Integer, Long> offsets, long bytes) {
  /** A cache line, the width of the widest vector instructions: 64 bytes. */
  public static final int ALIGNMENT = 64;

  /**
   * The lifetime of a value.
   *
   * @param id unique in the routine
   * @param first the kernel that writes it
   * @param last the last kernel that touches it
   */
  public record Life(int id, int first, int last, long bytes) {
    private boolean meets(Life other) {
      return first <= other.last && other.first <= last;
    }

    private long room() {
      return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }

  private record Place(Life life, long offset) {
    long end() {
      return offset + life.room();
    }
  }

  /** Places the largest values first, each at the lowest offset that is free for its lifetime. */
  public static Buffers of(List<Life> lives) {
    List<Life> largestFirst = new ArrayList<>(lives);
    largestFirst.sort(Comparator.comparingLong(life -> -life.room()));
    List<Place> places = new ArrayList<>(); // Sorted by offset.
    for (Life life : largestFirst) {
      long offset = 0;
      for (Place place : places) {
        if (life.meets(place.life())) {
          if (offset + life.room() <= place.offset()) {
            break;
          }
          offset = Math.max(offset, place.end());
        }
      }
      places.add(new Place(life, offset));
      places.sort(Comparator.comparingLong(Place::offset));
    }
    Map<Integer, Long> offsets = new HashMap<>();
    places.forEach(place -> offsets.put(place.life().id(), place.offset()));
    long end = places.stream().mapToLong(Place::end).max().orElse(0);
    return new Buffers(Map.copyOf(offsets), end);
  }
}
