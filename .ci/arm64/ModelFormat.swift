// Without a system there is no reading and writing: the names are enough.
public protocol Encodable {}
public protocol Decodable {}
public typealias Codable = Encodable & Decodable
