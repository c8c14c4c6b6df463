namespace ActiveResponse.Processes;

/// <summary>Owner of a descriptor that a <see cref="ChildWatch"/> watches.</summary>
internal interface IWatched
{
    /// <summary>
    /// Called once per arming when the descriptor is readable or has ended. Runs on the thread all children share, so it must not wait.
    /// </summary>
    void Ready();
}
