using ActiveResponse.Planning;

namespace ActiveResponse.Guards;

/// <summary>A guard with an allow list of its own. The engine lifts what it covers when it is told of a change, and what is found without a
/// record.</summary>
internal interface IAllowingGuard : IInlineGuard
{
    /// <summary>Whether the list covers a subject now.</summary>
    bool Allows(Subject subject);
}
