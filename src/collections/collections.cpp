#include <utility>

#include <ingestd/base/answer_of.hpp>
#include <ingestd/base/error_thrown.hpp>
#include <ingestd/base/on_pool.hpp>
#include <ingestd/blobs/blob_store.hpp>
#include <ingestd/catalog/catalog.hpp>
#include <ingestd/catalog/errc.hpp>
#include <ingestd/collections/collections.hpp>
#include <ingestd/collections/errc.hpp>
#include <ingestd/index/errc.hpp>
#include <ingestd/index/generations.hpp>

#include "page_cursor.hpp"

namespace ingestd::collections {
namespace {

namespace asio = boost::asio;
using GenerationPointer = std::shared_ptr<index::Generation>;

Error unknown_collection(const std::string& name) {
    return {Errc::unknown_collection, "There is no collection " + name + "."};
}
Error unknown_document(const DocumentId& id) {
    return {Errc::unknown_document, "There is no document " + id.str() + " here."};
}
Error no_original(const DocumentId& id) {
    return {Errc::no_original, "The bytes of document " + id.str() + " are not kept."};
}
Error unknown_chunk(const ChunkId& id) {
    return {Errc::unknown_chunk, "There is no chunk " + id.str() + " here."};
}
Error bad_cursor() {
    return {Errc::bad_cursor, "is not one that this list gave: take it from next_cursor as it is"};
}

Error in_our_words(Error error) {
    if (error.code == index::Errc::damaged || error.code == index::Errc::missing)
        error.code = Errc::damaged;
    return error;
}

// What a reader throws, as the answer.
template <class Read>
std::invoke_result_t<Read&> as_answer(Read&& read) {
    try {
        return read();
    } catch (const ErrorThrown& thrown) {
        return in_our_words(thrown.error);
    }
}

// The generation that a collection is read from. One that was current a moment ago may be gone by
// the time it is opened: then there is a newer one, or no collection any more.
Result<GenerationPointer> current(
    const catalog::Catalog& catalog, index::Generations& generations, const std::string& name
) {
    for (;;) {
        const auto found = catalog.find_collection(name);
        if (!found) return unknown_collection(name);
        auto opened = generations.open(found->generation, index::expected_where(found->is_written));
        if (opened) return opened;
        if (opened.error().code != index::Errc::removed) return in_our_words(opened.error());
    }
}

Result<CollectionView> view_of(
    const catalog::Catalog& catalog,
    index::Generations& generations,
    const catalog::CollectionRecord& record
) {
    const auto generation = current(catalog, generations, record.name);
    if (!generation) return generation.error();
    return as_answer([&]() -> Result<CollectionView> {
        const auto counts = (*generation)->counts();
        return CollectionView{
            .name = record.name,
            .created = record.created,
            .documents = counts.documents,
            .chunks = counts.chunks,
            .text_bytes = counts.text_bytes,
            .options = record.options};
    });
}

DocumentView view_of(index::StoredDocument stored) {
    auto& summary = stored.summary;
    return {
        .id = stored.id,
        .key = std::move(stored.key),
        .filename = std::move(stored.filename),
        .title = std::move(summary.title),
        .language = std::move(summary.language),
        .metadata = std::move(stored.metadata),
        .upload_id = stored.upload,
        .indexed = stored.indexed,
        .chunks = stored.chunks,
        .text_bytes = summary.text_bytes,
        .facts = std::move(summary.facts),
        .pages = std::move(summary.pages),
        .original = stored.original,
        .parent = stored.parent,
        .children = summary.children,
        .blocks = summary.blocks};
}

}  // namespace

Collections::Collections(
    catalog::Catalog& catalog,
    index::Generations& generations,
    const blobs::BlobStore& blobs,
    Removed removed,
    Successor successor
)
    : catalog_{catalog},
      generations_{generations},
      blobs_{blobs},
      removed_{std::move(removed)},
      successor_{std::move(successor)} {}

Result<std::vector<CollectionView>> Collections::list() const {
    std::vector<CollectionView> views;
    for (const auto& record : catalog_.collections()) {
        auto view = view_of(catalog_, generations_, record);
        if (!view && view.error().code == Errc::unknown_collection) continue;  // deleted meanwhile
        if (!view && view.error().code != Errc::damaged) return view.error();
        if (!view) {
            view = CollectionView{
                .name = record.name,
                .created = record.created,
                .fault = view.error(),
                .options = record.options};
        }
        views.push_back(std::move(*view));
    }
    return views;
}

Result<CollectionView> Collections::find(const std::string& name) const {
    const auto record = catalog_.find_collection(name);
    if (!record) return unknown_collection(name);
    return view_of(catalog_, generations_, *record);
}

Result<DocumentPage> Collections::documents(
    const std::string& name, const std::string& cursor, std::uint32_t limit
) const {
    const auto after = cursor.empty() ? std::string{} : parse_after_key(cursor);
    if (!after) return bad_cursor();
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    // One more tells whether there is a next page.
    auto read = as_answer([&]() -> Result<std::vector<index::StoredDocument>> {
        return (*generation)->documents(*after, limit + 1);
    });
    if (!read) return read.error();
    auto& stored = *read;
    DocumentPage page;
    if (stored.size() > limit) {
        stored.resize(limit);
        if (limit > 0) page.next_cursor = after_key(stored.back().key);
    }
    for (auto& document : stored) page.documents.push_back(view_of(std::move(document)));
    return page;
}

Result<DocumentView> Collections::document(const std::string& name, const DocumentId& id) const {
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    return as_answer([&]() -> Result<DocumentView> {
        auto stored = (*generation)->find_document(id);
        if (!stored) return unknown_document(id);
        return view_of(std::move(*stored));
    });
}

Result<void> Collections::text(
    const std::string& name, const DocumentId& id, const std::function<bool(std::string_view)>& sink
) const {
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    return as_answer([&]() -> Result<void> {
        if (!(*generation)->read_text(id, sink)) return unknown_document(id);
        return {};
    });
}

Result<OriginalView> Collections::original(const std::string& name, const DocumentId& id) const {
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    return as_answer([&]() -> Result<OriginalView> {
        auto stored = (*generation)->find_document(id);
        if (!stored) return unknown_document(id);
        if (!stored->original) return no_original(id);
        const auto& [sha256, bytes] = *stored->original;
        OriginalView view{
            .filename = stored->filename.empty() ? stored->key : std::move(stored->filename),
            .sha256 = sha256,
            .bytes = bytes,
            .content = {}};
        if (auto body = catalog_.body(stored->upload, stored->ordinal)) {
            view.content = std::move(*body);
            return view;
        }
        auto blob = blobs_.open_blob(sha256);
        if (!blob) return no_original(id);
        view.content = std::move(*blob);
        return view;
    });
}

Result<ChunkPage> Collections::chunks(
    const std::string& name, const DocumentId& id, const std::string& cursor, std::uint32_t limit
) const {
    const auto from = cursor.empty() ? 0 : parse_from_position(cursor);
    if (!from) return bad_cursor();
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    auto read = as_answer([&]() -> Result<std::vector<index::StoredChunk>> {
        auto chunks = (*generation)->chunks(id, *from, limit + 1);
        if (chunks.empty() && !(*generation)->find_document(id)) return unknown_document(id);
        return chunks;
    });
    if (!read) return read.error();
    auto& stored = *read;
    ChunkPage page;
    if (stored.size() > limit) {
        page.next_cursor = from_position(stored.back().chunk.position);
        stored.resize(limit);
    }
    for (auto& chunk : stored)
        page.chunks.push_back({chunk.id, std::move(chunk.metadata), std::move(chunk.chunk)});
    return page;
}

Result<FoundChunk> Collections::find_chunk_in(const std::string& name, const ChunkSought& sought)
    const {
    const auto generation = current(catalog_, generations_, name);
    if (!generation) return generation.error();
    return as_answer([&]() -> Result<FoundChunk> {
        auto found = (*generation)->find_chunk({sought.id, sought.document, sought.context});
        if (!found) return unknown_chunk(sought.id);
        ChunkView view{sought.id, found->document.metadata, std::move(found->chunk)};
        return FoundChunk{
            name,
            view_of(std::move(found->document)),
            std::move(view),
            found->is_in_text,
            std::move(found->before),
            std::move(found->after)};
    });
}

Result<FoundChunk> Collections::find_chunk(const ChunkSought& sought) const {
    if (sought.collection) return find_chunk_in(*sought.collection, sought);
    auto missed = unknown_chunk(sought.id);
    for (const auto& record : catalog_.collections()) {
        auto found = find_chunk_in(record.name, sought);
        if (found) return found;
        const auto& code = found.error().code;
        if (code == Errc::damaged) missed = found.error();
        const bool is_elsewhere = code == Errc::damaged || code == Errc::unknown_chunk ||
                                  code == Errc::unknown_collection;  // deleted meanwhile
        if (!is_elsewhere) return found.error();
    }
    return missed;
}

asio::awaitable<Result<void>> Collections::set_options(
    std::string name, CollectionOptions options
) {
    auto submit = [&](auto done) {
        catalog_.set_options(name, std::move(options), wall_now(), std::move(done));
    };
    co_return co_await answer_of<Result<void>>(std::move(submit));
}

asio::awaitable<Result<void>> Collections::remove(std::string name) {
    auto submit = [&](auto done) { catalog_.remove_collection(name, std::move(done)); };
    const auto removed = co_await answer_of<Result<GenerationId>>(std::move(submit));
    if (!removed) {
        if (removed.error().code == catalog::Errc::unknown_collection)
            co_return unknown_collection(name);
        co_return removed.error();
    }
    auto forget = [&generations = generations_, id = *removed] { generations.remove(id); };
    co_await on_pool(generations_.writers(), std::move(forget));
    if (removed_) removed_(name, std::nullopt);
    co_return Result<void>{};
}

// Where the collection is being made anew of what is stored, or just was, the documents may have
// been taken over before they were removed.
asio::awaitable<Result<Collections::Keys>> Collections::remove_from_successor(
    const std::string& name, const std::vector<DocumentId>& ids, const GenerationPointer& before
) {
    Keys keys;
    if (!successor_) co_return keys;
    auto open = [this, &name]() -> Result<GenerationPointer> {
        if (const auto made = successor_(name)) return generations_.open(*made);
        return current(catalog_, generations_, name);
    };
    const auto successor = co_await on_pool(generations_.writers(), std::move(open));
    if (!successor) {
        const auto& code = successor.error().code;
        // It was cancelled, or the collection was deleted.
        const bool is_gone = code == index::Errc::removed || code == Errc::unknown_collection;
        if (is_gone) co_return keys;
        co_return in_our_words(successor.error());
    }
    if (*successor == before) co_return keys;
    for (const auto& id : ids) {
        auto submit = [&](auto done) { (*successor)->remove_document(id, std::move(done)); };
        auto removed = co_await answer_of<Result<Keys>>(std::move(submit));
        if (!removed) co_return in_our_words(removed.error());
        keys.insert(keys.end(), removed->begin(), removed->end());
    }
    co_return keys;
}

// An earlier request may have removed it from the one and failed at the other: what is gone here is
// looked for there, too.
asio::awaitable<Result<void>> Collections::remove_document(std::string name, DocumentId id) {
    auto open = [this, &name] { return current(catalog_, generations_, name); };
    const auto generation = co_await on_pool(generations_.writers(), std::move(open));
    if (!generation) co_return generation.error();
    auto submit = [&](auto done) { (*generation)->remove_document(id, std::move(done)); };
    auto removed = co_await answer_of<Result<Keys>>(std::move(submit));
    if (!removed) co_return in_our_words(removed.error());
    std::vector<DocumentId> ids;
    for (const auto& key : *removed) ids.push_back(document_id(name, key));
    if (ids.empty()) ids.push_back(id);
    auto taken_over = co_await remove_from_successor(name, ids, *generation);
    if (!taken_over) co_return taken_over.error();
    const auto& keys = removed->empty() ? *taken_over : *removed;
    if (keys.empty()) co_return unknown_document(id);
    if (removed_) {
        for (const auto& key : keys) removed_(name, key);
    }
    co_return Result<void>{};
}

}  // namespace ingestd::collections
