namespace ActiveResponse.Nats.Receiving;

/// <summary>Thrown when the stream's epoch changes while it is read: reading starts over.</summary>
internal sealed class EpochChangedException() : Exception("the stream has a new epoch and is read again from the start");
