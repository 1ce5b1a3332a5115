#include "link_areas.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <Annot.h>
#include <Link.h>
#include <Page.h>

#include "links.hpp"

namespace ingestd::formats {
namespace {

constexpr std::size_t link_areas_max = 1000;   // of a page
constexpr std::size_t looks_max = 20'000'000;  // at areas, for the words of a page

PdfBox around(std::initializer_list<double> xs, std::initializer_list<double> ys) {
    const auto [x0, x1] = std::minmax(xs);
    const auto [y0, y1] = std::minmax(ys);
    return {x0, y0, x1, y1};
}

// One for each line that the link's words stand on; else the rectangle around all of them.
std::vector<PdfBox> boxes_of(AnnotLink& link) {
    std::vector<PdfBox> boxes;
    auto* const quads = link.getQuadrilaterals();
    for (int i = 0; quads != nullptr && i < quads->getQuadrilateralsLength(); ++i) {
        boxes.push_back(around(
            {quads->getX1(i), quads->getX2(i), quads->getX3(i), quads->getX4(i)},
            {quads->getY1(i), quads->getY2(i), quads->getY3(i), quads->getY4(i)}
        ));
    }
    if (boxes.empty()) {
        auto& box = boxes.emplace_back();
        link.getRect(&box.x0, &box.y0, &box.x1, &box.y1);
    }
    return boxes;
}

// From the page's own coordinates to those in which it is shown.
class Shown {
public:
    explicit Shown(Page& page) { page.getDefaultCTM(matrix_, 72, 72, 0, false, true); }

    PdfBox box(const PdfBox& own) const {
        return around(
            {x(own.x0, own.y0), x(own.x1, own.y1)}, {y(own.x0, own.y0), y(own.x1, own.y1)}
        );
    }

private:
    double x(double x, double y) const { return matrix_[0] * x + matrix_[2] * y + matrix_[4]; }
    double y(double x, double y) const { return matrix_[1] * x + matrix_[3] * y + matrix_[5]; }

    double matrix_[6] = {};
};

}  // namespace

LinkAreas::LinkAreas(Page& page, std::vector<std::string>& targets) : looks_left_{looks_max} {
    const auto links = page.getLinks();
    if (!links) return;
    const Shown shown{page};
    std::unordered_map<std::string, int> known;
    for (auto* link : links->getLinks()) {
        const auto* action = link->isOk() ? link->getAction() : nullptr;
        if (action == nullptr || action->getKind() != actionURI) continue;
        auto target = told_target(static_cast<const LinkURI*>(action)->getURI());
        if (target.empty()) continue;
        const auto [at, is_new] =
            known.try_emplace(std::move(target), static_cast<int>(targets.size()));
        if (is_new) targets.push_back(at->first);
        for (const auto& box : boxes_of(*link)) {
            if (areas_.size() == link_areas_max) return;
            areas_.push_back({shown.box(box), at->second});
        }
    }
}

int LinkAreas::link_at(double x, double y) {
    if (looks_left_ < areas_.size()) return no_link;
    looks_left_ -= areas_.size();
    for (const auto& [box, link] : areas_) {
        if (x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1) return link;
    }
    return no_link;
}

}  // namespace ingestd::formats
