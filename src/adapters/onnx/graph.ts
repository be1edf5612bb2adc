import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  type AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataLocation as DataLocation,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from './proto/onnx_pb.js'

/** A value inside a graph, by its name. Only a graph hands them out, so that none can be mistyped. */
export type Value = string & { readonly __value: unique symbol }

/** Element types of ONNX that our graphs use, with their numbers in the format. */
const ELEMENT = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10, float64: 11, bfloat16: 16 } as const

/** An element type. */
export type Element = keyof typeof ELEMENT

/** A size that is known, or the name of one that each run gives. */
export type Dimension = number | string

/** Attributes of a node: whole numbers, lists of them, words, and real numbers, told apart by their wrapping. */
export type Attributes = Readonly<Record<string, number | string | ReadonlyArray<number> | { readonly real: number }>>

/** The operators that onnxruntime adds to the standard's. */
const CONTRIB = 'com.microsoft'

/** A tensor in a file, used where it lies. */
export interface ExternalTensor {
  readonly element: Element
  readonly shape: ReadonlyArray<number>
  /** Name of the file in the graph's own folder. */
  readonly location: string
  /** In bytes from the beginning of the file. */
  readonly offset: number
  /** In bytes. */
  readonly length: number
}

/** The arrays that small constants are given as. */
interface ConstantData {
  readonly float32: Float32Array
  readonly int64: BigInt64Array
  readonly int32: Int32Array
  readonly int8: Int8Array
  readonly uint8: Uint8Array
}

/** The version of the operators: the last whose definitions every provider of onnxruntime 1.30 has kernels for. */
const OPSET = 17n
const IR_VERSION = 8n

/**
 * Writes an ONNX graph node by node, in order. Weights are referenced in the files they lie in, never copied; small constants
 * lie in the graph.
 */
export class GraphWriter {
  private readonly written: Array<MessageInitShape<typeof NodeProtoSchema>> = []
  private readonly initializers: Array<MessageInitShape<typeof TensorProtoSchema>> = []
  private readonly inputs: Array<MessageInitShape<typeof ValueInfoProtoSchema>> = []
  private readonly outputs: Array<MessageInitShape<typeof ValueInfoProtoSchema>> = []
  private readonly names = new Set<string>()

  constructor(private readonly name: string) {}

  input(name: string, element: Element, shape: ReadonlyArray<Dimension>): Value {
    this.inputs.push(valueInfo(name, element, shape))
    return this.claim(name)
  }

  /** Makes a value an output, under its own name. */
  output(value: Value, element: Element, shape: ReadonlyArray<Dimension>): void {
    this.outputs.push(valueInfo(value, element, shape))
  }

  /** A tensor in a file beside the graph. */
  external(name: string, tensor: ExternalTensor): Value {
    const { element, shape, location, offset, length } = tensor
    this.initializers.push({
      name,
      dataType: ELEMENT[element],
      dims: shape.map(BigInt),
      dataLocation: DataLocation.EXTERNAL,
      externalData: [
        { key: 'location', value: location },
        { key: 'offset', value: String(offset) },
        { key: 'length', value: String(length) },
      ],
    })
    return this.claim(name)
  }

  /** A small tensor inside the graph. */
  constant<K extends keyof ConstantData>(
    name: string,
    element: K,
    shape: ReadonlyArray<number>,
    data: ConstantData[K],
  ): Value {
    this.initializers.push({
      name,
      dataType: ELEMENT[element],
      dims: shape.map(BigInt),
      rawData: Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    })
    return this.claim(name)
  }

  /** A value that several parts of a graph share: made when it is first asked for. */
  once(name: string, make: () => Value): Value {
    return this.names.has(name) ? (name as Value) : make()
  }

  /** Adds a node of a standard operator with one output, which is called `name`. */
  node(op: string, name: string, inputs: ReadonlyArray<Value>, attributes: Attributes = {}): Value {
    return this.add('', op, [name], inputs, attributes)[0] as Value
  }

  /** Adds a node of a standard operator with several outputs, which are called `names`. */
  nodes<const Names extends ReadonlyArray<string>>(
    op: string,
    names: Names,
    inputs: ReadonlyArray<Value>,
    attributes: Attributes = {},
  ): { readonly [K in keyof Names]: Value } {
    // Sound: an output a name.
    return this.add('', op, names, inputs, attributes) as { readonly [K in keyof Names]: Value }
  }

  /** Adds a node of one of onnxruntime's own operators: an input may be left out, outputs are called `names`. */
  contrib<const Names extends ReadonlyArray<string>>(
    op: string,
    names: Names,
    inputs: ReadonlyArray<Value | undefined>,
    attributes: Attributes = {},
  ): { readonly [K in keyof Names]: Value } {
    // Sound: an output a name.
    return this.add(CONTRIB, op, names, inputs, attributes) as { readonly [K in keyof Names]: Value }
  }

  /** The graph as the bytes of a `.onnx` file. */
  toBytes(): Uint8Array {
    return toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: IR_VERSION,
        producerName: 'corl-rewards',
        opsetImport: [
          { domain: '', version: OPSET },
          { domain: CONTRIB, version: 1n },
        ],
        graph: {
          name: this.name,
          node: this.written,
          initializer: this.initializers,
          input: this.inputs,
          output: this.outputs,
        },
      }),
    )
  }

  private add(
    domain: string,
    op: string,
    names: ReadonlyArray<string>,
    inputs: ReadonlyArray<Value | undefined>,
    attributes: Attributes,
  ): ReadonlyArray<Value> {
    const output = names.map((name) => this.claim(name))
    this.written.push({
      domain,
      opType: op,
      name: names[0] as string,
      input: inputs.map((input) => input ?? ''),
      output: [...output],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    })
    return output
  }

  private claim(name: string): Value {
    if (this.names.has(name)) throw new Error(`the graph ${this.name} has two values called ${name}`)
    this.names.add(name)
    return name as Value
  }
}

const attribute = (name: string, value: Attributes[string]): MessageInitShape<typeof AttributeProtoSchema> => {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: BigInt(value) }
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) }
  if ('real' in value) return { name, type: AttributeType.FLOAT, f: value.real }
  return { name, type: AttributeType.INTS, ints: value.map(BigInt) }
}

const valueInfo = (
  name: string,
  element: Element,
  shape: ReadonlyArray<Dimension>,
): MessageInitShape<typeof ValueInfoProtoSchema> => ({
  name,
  type: {
    value: {
      case: 'tensorType',
      value: {
        elemType: ELEMENT[element],
        shape: {
          dim: shape.map((size) => ({
            value:
              typeof size === 'number'
                ? { case: 'dimValue' as const, value: BigInt(size) }
                : { case: 'dimParam' as const, value: size },
          })),
        },
      },
    },
  },
})
