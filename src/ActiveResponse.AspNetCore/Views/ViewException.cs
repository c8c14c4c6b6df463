namespace ActiveResponse.AspNetCore.Views;

/// <summary>Why a request can't be answered.</summary>
internal enum ViewProblem
{
    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>There is no such effect or entry.</summary>
    NotFound,

    /// <summary>The agent doesn't answer.</summary>
    Unavailable,

    /// <summary>The fleet can't be read at the moment.</summary>
    NoFleet,
}

/// <summary>A request can't be answered.</summary>
/// <param name="problem">The kind of problem.</param>
/// <param name="message">What is wrong, for people.</param>
/// <param name="remedy">What to do, or null.</param>
internal sealed class ViewException(ViewProblem problem, string message, string? remedy = null) : Exception(message)
{
    public ViewProblem Problem => problem;

    public string? Remedy => remedy;
}
