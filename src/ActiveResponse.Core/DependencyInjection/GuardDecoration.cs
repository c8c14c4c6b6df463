using ActiveResponse.Guards;

namespace ActiveResponse.DependencyInjection;

/// <summary>Wraps each guard, the built-in ones too.</summary>
/// <param name="Wrap">Makes the wrapper of a guard.</param>
internal sealed record GuardDecoration(Func<IResponseGuard, IServiceProvider, IResponseGuard> Wrap);
