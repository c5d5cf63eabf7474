using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>validate → packing notes from a small cache → saga( reserve, check the risk, book a carrier ), or else a back order.</summary>
internal static class OrderFulfilment
{
    public const string Kind = "order_fulfilment";

    private const string OrderKey = "order";

    private static readonly HashSet<string> NoCarrier = new(["Longyearbyen", "Stanley", "Adamstown"], StringComparer.Ordinal);

    public static WorkflowPrimitive<string, string> Build(WorkflowSetup workflow, WorkflowTools tools)
    {
        var warehouse = workflow.Services.GetRequiredService<Warehouse>();
        var validate = tools.Validate("check_order", new ValidationRule<string>("is_order", Order.IsOrder, "This is not an order."));

        // The models' answers are for people; the workflow goes on with the order.
        var noteOrder = tools.Step<string, string>("note_order", (order, context) =>
        {
            context.State[OrderKey] = order;
            return order;
        });
        var takeOrder = tools.Step<LlmResponse, string>("take_order", (_, context) => (string)context.State[OrderKey]!);

        // Fewer places than products: the seldom ordered ones push each other out.
        var packingNotes = tools.SmallCache(workflow, "packing_cache", maxEntries: 5, prompt => Order.Parse(prompt).Product, tools.Retry(
            workflow, "packing_retry", tools.Llm(workflow, "packing_notes", DemoModels.LocalFast, "Say how to pack the goods.")));

        // Without a retry: when the model fails, what was reserved must be free again.
        var risk = tools.Llm(workflow, "risk", DemoModels.OpenAIFast, "Say how likely it is that the customer does not pay.");

        var saga = new SagaPrimitive<string>(
            [
                new(Do("reserve", warehouse.Reserve), Do("release", warehouse.Release)),
                new((risk >> takeOrder).Named("check_risk")),
                new(Do("book_carrier", BookCarrier)),
                new(Do("send", warehouse.Release)),
            ],
            "fulfil");
        var backOrder = Do("back_order", _ => { });
        var confirm = tools.Step<string, string>("confirm", order => $"Thank you. {order}");

        return (validate >> noteOrder >> packingNotes >> takeOrder >> tools.Fallback("fulfil_or_back_order", saga, backOrder) >> confirm).Named(Kind);

        WorkflowPrimitive<string, string> Do(string name, Action<Order> action) => tools.Step<string, string>(name, order =>
        {
            action(Order.Parse(order));
            return order;
        });
    }

    private static void BookCarrier(Order order)
    {
        if (NoCarrier.Contains(order.City))
        {
            throw new NoCarrierException();
        }
    }
}
