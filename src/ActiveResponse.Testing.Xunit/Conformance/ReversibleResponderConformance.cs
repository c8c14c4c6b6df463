using ActiveResponse.Responders;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IReversibleResponder"/> must do, beyond what every responder must.</summary>
public abstract class ReversibleResponderConformance : ResponderConformance
{
    [Fact]
    public async Task Takes_the_effect_back()
    {
        var responder = await CreateReversibleAsync();
        var before = await DescribeEffectsAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));

        IsInPlace(await responder.ApplyAsync(order, CancellationToken.None));
        Assert.NotEqual(before, await DescribeEffectsAsync());
        IsGone(await responder.RevertAsync(order with { Until = null }, CancellationToken.None));
        Assert.Equal(before, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Takes_back_what_was_applied_twice()
    {
        var responder = await CreateReversibleAsync();
        var before = await DescribeEffectsAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));

        await responder.ApplyAsync(order, CancellationToken.None);
        await responder.ApplyAsync(order, CancellationToken.None);
        IsGone(await responder.RevertAsync(order with { Until = null }, CancellationToken.None));
        Assert.Equal(before, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Taking_back_what_is_not_there_succeeds()
    {
        var responder = await CreateReversibleAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0)) with { Until = null };
        var before = await DescribeEffectsAsync();

        IsGone(await responder.RevertAsync(order, CancellationToken.None));
        IsGone(await responder.RevertAsync(order, CancellationToken.None));
        Assert.Equal(before, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Another_instance_takes_back_what_an_earlier_process_applied()
    {
        var before = await DescribeEffectsAsync();
        var first = await CreateReversibleAsync();
        var order = OrderFor(first, SubjectAt(first.Needs, 0));
        await first.ApplyAsync(order, CancellationToken.None);

        var second = await CreateReversibleAsync();

        IsGone(await second.RevertAsync(order with { Until = null }, CancellationToken.None));
        Assert.Equal(before, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Takes_back_one_subject_and_leaves_the_others()
    {
        var responder = await CreateReversibleAsync();
        await responder.ApplyAsync(OrderFor(responder, SubjectAt(responder.Needs, 0)), CancellationToken.None);
        var one = await DescribeEffectsAsync();
        var other = OrderFor(responder, SubjectAt(responder.Needs, 1));

        await responder.ApplyAsync(other, CancellationToken.None);
        await responder.RevertAsync(other with { Until = null }, CancellationToken.None);

        Assert.Equal(one, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Can_be_applied_again_after_it_was_taken_back()
    {
        var responder = await CreateReversibleAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));
        await responder.ApplyAsync(order, CancellationToken.None);
        var there = await DescribeEffectsAsync();

        await responder.RevertAsync(order with { Until = null }, CancellationToken.None);
        IsInPlace(await responder.ApplyAsync(order, CancellationToken.None));

        Assert.Equal(there, await DescribeEffectsAsync());
    }

    [Fact]
    public async Task Taking_back_that_is_cancelled_before_it_begins_leaves_the_effect()
    {
        var responder = await CreateReversibleAsync();
        var order = OrderFor(responder, SubjectAt(responder.Needs, 0));
        await responder.ApplyAsync(order, CancellationToken.None);
        var there = await DescribeEffectsAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            responder.RevertAsync(order with { Until = null }, new CancellationToken(canceled: true)).AsTask()
        );

        Assert.Equal(there, await DescribeEffectsAsync());
    }

    private async Task<IReversibleResponder> CreateReversibleAsync() => Assert.IsAssignableFrom<IReversibleResponder>(await CreateAsync());

    private static void IsGone(ResponderResult result)
    {
        IsPlain(result);
        Assert.True(result.Outcome is ActionOutcome.Lifted or ActionOutcome.AlreadyLifted, $"{result.Outcome}: {result.Detail}");
    }
}
