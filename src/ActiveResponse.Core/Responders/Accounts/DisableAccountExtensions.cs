using ActiveResponse.Processes;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.DependencyInjection;

/// <summary>Registers the locking of accounts.</summary>
public static class DisableAccountExtensions
{
    /// <summary>Locks the accounts that alerts are about. Linux, Solaris, illumos and AIX, as root.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which accounts may be locked, and the name.</param>
    /// <param name="executables">The executables bound to it besides its name. Default: <see cref="StockNames.AccountDisabling"/>.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At start: an option is out of range.</exception>
    public static ActiveResponseBuilder AddDisableAccount(
        this ActiveResponseBuilder builder,
        AccountOptions? options = null,
        params IEnumerable<string> executables
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(executables);
        var settings = options ?? new AccountOptions();
        string[] names = [.. executables];
        return builder.AddResponder(
            provider => new DisableAccountResponder(
                settings,
                provider.GetRequiredService<ICommandRunner>(),
                AccountSystems.Current(),
                OwnAccounts.Current()
            ),
            names.Length == 0 ? StockNames.AccountDisabling : names
        );
    }
}
