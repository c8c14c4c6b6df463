using ActiveResponse.Guards;

namespace ActiveResponse.DependencyInjection;

/// <summary>Wraps each guard, including the built-in ones.</summary>
/// <param name="Wrap">Creates the wrapper of a guard.</param>
internal sealed record GuardDecoration(Func<IResponseGuard, IServiceProvider, IResponseGuard> Wrap);
