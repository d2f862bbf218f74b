package org.resnet4j.weights.pytorch;

/**
 * What stands for a class, a function or an object of Python that weights need nothing of, such as
 * the log or the settings of a training program. It has a name, and nothing can be done with it.
 *
 * @param name of the class or function with its module
 */
record Inert(String name) {
  /** What to do about a network that was pickled as it was, with the code that it needs. */
  static final String STATE_DICT =
      "in Python, where its class can be imported: model = torch.load('OLD.pth',"
          + " weights_only=False); torch.save(model.state_dict(), 'NEW.pth')";
}
