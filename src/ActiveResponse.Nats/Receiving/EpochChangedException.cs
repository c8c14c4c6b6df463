namespace ActiveResponse.Nats.Receiving;

/// <summary>The stream is in another epoch than it was when reading began: all of it is read again.</summary>
internal sealed class EpochChangedException() : Exception("the stream was made anew: all of it is read again");
