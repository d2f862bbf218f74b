package org.resnet4j.weights.pytorch;

/**
 * A placeholder for a Python class, function or object that weights do not need, such as the log or
 * the settings of a training script. It has a name and no behaviour.
 *
 * @param name of the class or function with its module
 */
record Inert(String name) {
  /** The remedy for a network that was pickled as an object. */
  static final String STATE_DICT =
      "in Python, where its class can be imported: model = torch.load('OLD.pth',"
          + " weights_only=False); torch.save(model.state_dict(), 'NEW.pth')";
}
