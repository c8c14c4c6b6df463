using ActiveResponse.Planning;

namespace ActiveResponse.Execution;

/// <summary>Applies an order as part of the effect its responder named, or once more as given when that effect is gone.</summary>
internal sealed class MovedItem(GivenItem given, ActionKey key, ResponseOrder order, int moves) : ApplyItem(key, order)
{
    public override GivenItem Given => given;

    public override bool IsUnnamed => !IsMoved && given.IsUnnamed;

    public override bool IsMoved => given.Key != Key;

    public override int Moves => moves;
}
