using ActiveResponse.Responders;
using ActiveResponse.Responders.Accounts;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>The systems that aren't here: what is run, and what is left alone.</summary>
public sealed class StandInTests
{
    [Fact]
    public async Task Runs_the_programs_of_AIX()
    {
        var system = new AixStandIn();
        system.Accounts.Add("mallory", new AccountsStandIn.Entry(300, "hash", IsLocked: false));

        (await system.Responder().ApplyAsync("mallory")).Outcome.Should().Be(ActionOutcome.Applied);
        (await system.Responder().RevertAsync("mallory")).Outcome.Should().Be(ActionOutcome.Lifted);

        system
            .CommandLines.Should()
            .Equal(
                "lsuser -a id mallory",
                "lsuser -a account_locked mallory",
                "chuser account_locked=true mallory",
                "lsuser -a account_locked mallory",
                "lsuser -a id mallory",
                "lsuser -a account_locked mallory",
                "chuser account_locked=false mallory",
                "lsuser -a account_locked mallory"
            );
    }

    [Fact]
    public async Task Runs_the_programs_of_Solaris()
    {
        var system = new SolarisStandIn();
        system.Accounts.Add("mallory", new AccountsStandIn.Entry(300, "hash", IsLocked: false));

        (await system.Responder().ApplyAsync("mallory")).Outcome.Should().Be(ActionOutcome.Applied);
        (await system.Responder().RevertAsync("mallory")).Outcome.Should().Be(ActionOutcome.Lifted);

        system
            .CommandLines.Should()
            .Equal(
                "getent passwd mallory",
                "passwd -s mallory",
                "passwd -l mallory",
                "passwd -s mallory",
                "getent passwd mallory",
                "passwd -s mallory",
                "passwd -u mallory",
                "passwd -s mallory"
            );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_locked_before_is_not_ours(bool aix)
    {
        AccountsStandIn system = aix ? new AixStandIn() : new SolarisStandIn();
        system.Accounts.Add("mallory", new AccountsStandIn.Entry(300, "hash", IsLocked: true));

        (await system.Responder().ApplyAsync("mallory")).Outcome.Should().Be(ActionOutcome.AlreadyApplied);
        system.CommandLines.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(true, 199u)]
    [InlineData(false, 99u)]
    public async Task The_uids_of_services_end_where_the_system_has_it(bool aix, uint highest)
    {
        AccountsStandIn system = aix ? new AixStandIn() : new SolarisStandIn();
        system.Accounts.Add("service", new AccountsStandIn.Entry(highest, "hash", IsLocked: false));
        system.Accounts.Add("person", new AccountsStandIn.Entry(highest + 1, "hash", IsLocked: false));
        system.Accounts.Add("toor", new AccountsStandIn.Entry(0, "hash", IsLocked: false));

        (await system.Responder().ApplyAsync("service")).Outcome.Should().Be(ActionOutcome.Refused);
        (await system.Responder().ApplyAsync("toor")).Outcome.Should().Be(ActionOutcome.Refused);
        (await system.Responder().ApplyAsync("person")).Outcome.Should().Be(ActionOutcome.Applied);
    }

    [Theory]
    [InlineData("ALL")]
    [InlineData("default")]
    [InlineData("nosuch")]
    public async Task No_word_of_the_language_of_AIX_is_an_account(string name)
    {
        var system = new AixStandIn();
        system.Accounts.Add("mallory", new AccountsStandIn.Entry(300, "hash", IsLocked: false));
        var before = system.Describe();

        var applied = await system.Responder().ApplyAsync(name);

        applied.IsSuccess.Should().BeFalse();
        system.Describe().Should().Be(before);
        system.CommandLines.Should().Equal($"lsuser -a id {name}");
    }

    [Fact]
    public async Task Other_systems_are_refused()
    {
        var runner = new FakeCommandRunner();
        var responder = new DisableAccountResponder(new AccountOptions(), runner, AccountSystem.None, new OwnAccounts([0], null, null));

        (await responder.ApplyAsync("mallory")).Outcome.Should().Be(ActionOutcome.Refused);
        runner.CommandLines.Should().BeEmpty();
    }
}
