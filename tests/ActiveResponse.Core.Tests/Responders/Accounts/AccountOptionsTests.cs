using ActiveResponse.Configuration;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Accounts;

public sealed class AccountOptionsTests
{
    public static TheoryData<AccountOptions> Wrong =>
        [
            new AccountOptions { Name = " " },
            new AccountOptions { AllowList = default },
            new AccountOptions { AllowList = ["bob", ""] },
            new AccountOptions { MinimumUserId = 0 },
        ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Refuses_a_value_out_of_range(AccountOptions options)
    {
        options.Invoking(static o => o.Validate()).Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public void The_stock_names_of_the_program_mean_it()
    {
        var binding = BindingOf(new AccountOptions());

        foreach (var executable in StockNames.AccountDisabling)
        {
            binding.TryFind(Some.Command(executable, ExpectedFields.User), out var found).Should().BeTrue();
            found!.Name.Should().Be("disable-account");
            found.IsReversible.Should().BeTrue();
        }
    }

    [Fact]
    public void Executables_that_are_given_mean_it_instead()
    {
        var binding = BindingOf(new AccountOptions { Name = "lock-user" }, "lock.sh");

        binding.TryFind(Some.Command("lock.sh"), out _).Should().BeTrue();
        binding.TryFind(Some.Command("lock-user"), out _).Should().BeTrue();
        binding.TryFind(Some.Command("disable-account"), out _).Should().BeFalse();
    }

    [Fact]
    public void Knows_who_this_process_runs_as() => OwnAccounts.Current().UserIds.Should().HaveCount(2);

    private static ResponderBinding BindingOf(AccountOptions options, params string[] executables)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualClock());
        services.AddLogging();
        services.AddActiveResponse().AddDisableAccount(options, executables).UseConfig(ActiveResponseConfig.Empty);
        return services.BuildServiceProvider().GetRequiredService<ResponderBinding>();
    }
}
