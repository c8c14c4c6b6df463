using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Restores a missing effect unless its time is up.</summary>
internal sealed class RestoreItem(ActionKey key) : CheckItem(key)
{
    public override bool Restores => true;
}
