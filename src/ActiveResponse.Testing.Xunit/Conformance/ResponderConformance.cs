using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Responders;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IResponder"/> must do. Derive from it in a test project, against a counterpart that works (a fake, a
/// local server).</summary>
/// <remarks>For a responder that takes its effect back derive from <see cref="ReversibleResponderConformance"/>. Each test uses a new
/// object of the derived class.</remarks>
public abstract class ResponderConformance
{
    /// <summary>A responder of the kind under test.</summary>
    protected abstract ValueTask<IResponder> CreateAsync();

    /// <summary>The effects that are in place, as a text: equal texts for equal states, e.g. one line for each blocked address,
    /// sorted.</summary>
    protected abstract ValueTask<string> DescribeEffectsAsync();

    /// <summary>The subject of the nth order, with no more than the responder needs. Default: documentation addresses, made-up users and
    /// files.</summary>
    /// <param name="needs">What the responder needs.</param>
    /// <param name="n">Which; equal numbers give equal subjects.</param>
    protected virtual Subject SubjectAt(ResponderNeeds needs, int n)
    {
        ArgumentNullException.ThrowIfNull(needs);
        return new Subject
        {
            Address = needs.Required.HasFlag(SubjectKinds.Address) ? PrefixOf($"203.0.113.{n + 9}") : null,
            User = needs.Required.HasFlag(SubjectKinds.User) ? $"mallory{n}" : null,
            File = needs.Required.HasFlag(SubjectKinds.File) ? $"/tmp/dropped{n}.bin" : null,
        };
    }

    /// <summary>An order for a subject, as the engine would give it.</summary>
    /// <param name="responder">The responder.</param>
    /// <param name="subject">What to act on.</param>
    protected virtual ResponderContext OrderFor(IResponder responder, Subject subject)
    {
        ArgumentNullException.ThrowIfNull(responder);
        return new ResponderContext
        {
            Order = new ResponseOrder
            {
                ResponseName = $"{responder.Name}600",
                Command = new CommandDefinition
                {
                    Name = responder.Name,
                    Executable = responder.Name,
                    TimeoutAllowed = true,
                },
                Responder = responder.Name,
                Subject = subject,
                Location = ResponseLocation.Local,
                RunsHere = true,
                Timeout = TimeSpan.FromMinutes(10),
                Origin = new ResponseOrigin
                {
                    AlertId = "1754300000.1",
                    RuleId = 5712,
                    Level = 10,
                    AlertJson = responder.Needs.AlertJson
                        ? """{"id":"1754300000.1","rule":{"id":"5712","level":10}}"""u8.ToArray()
                        : default,
                },
            },
            Until = new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero),
        };
    }

    [Fact]
    public async Task Has_a_name_that_an_executable_can_have()
    {
        var responder = await CreateAsync();

        Assert.False(string.IsNullOrWhiteSpace(responder.Name), "the name is empty");
        Assert.DoesNotContain(responder.Name, static c => c is '/' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c));
    }

    [Fact]
    public async Task Name_and_needs_stay_the_same()
    {
        var responder = await CreateAsync();
        var (name, needs) = (responder.Name, responder.Needs);
        await responder.ApplyAsync(OrderFor(responder, SubjectAt(needs, 0)), CancellationToken.None);
        var other = await CreateAsync();

        Assert.NotNull(needs);
        Assert.Equal((name, needs), (responder.Name, responder.Needs));
        Assert.Equal((name, needs), (other.Name, other.Needs));
    }

    [Fact]
    public async Task Works_with_no_more_than_what_it_says_it_needs()
    {
        var responder = await CreateAsync();

        IsInPlace(await responder.ApplyAsync(OrderFor(responder, SubjectAt(responder.Needs, 0)), CancellationToken.None));
    }

    [Fact]
    public async Task Applying_twice_is_the_same_as_once()
    {
        var responder = await CreateAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));

        IsInPlace(await responder.ApplyAsync(order, CancellationToken.None));
        var once = await DescribeEffectsAsync();
        IsInPlace(await responder.ApplyAsync(order, CancellationToken.None));
        Assert.Equal(once, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Different_subjects_may_come_at_the_same_time()
    {
        var responder = await CreateAsync();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n =>
                    Task.Run(() =>
                        responder.ApplyAsync(OrderFor(responder, SubjectAt(responder.Needs, n)), CancellationToken.None).AsTask()
                    )
                )
        );

        Assert.All(results, IsInPlace);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task A_hostile_subject_gets_an_answer(int which)
    {
        var responder = await CreateAsync();
        var order = OrderFor(responder, HostileSubjects.At(responder.Needs, which));

        IsPlain(await responder.ApplyAsync(order, CancellationToken.None));
        if (responder is IReversibleResponder reversible)
        {
            IsPlain(await reversible.RevertAsync(order, CancellationToken.None));
        }
    }

    [Fact]
    public async Task An_order_that_is_cancelled_before_it_begins_has_no_effect()
    {
        var responder = await CreateAsync();
        var before = await DescribeEffectsAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            responder.ApplyAsync(order, new CancellationToken(canceled: true)).AsTask()
        );
        Assert.Equal(before, await DescribeEffectsAsync());
    }

    private protected static void IsInPlace(ResponderResult result)
    {
        IsPlain(result);
        Assert.True(result.Outcome is ActionOutcome.Applied or ActionOutcome.AlreadyApplied, $"{result.Outcome}: {result.Detail}");
    }

    private protected static void IsPlain(ResponderResult result)
    {
        Assert.NotNull(result);
        Assert.DoesNotContain(result.Detail ?? "", char.IsControl);
    }

    private static AddressPrefix PrefixOf(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
