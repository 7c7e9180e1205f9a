<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Class</name>
    <message>
        <source>road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>sidewalk</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>building</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>lamp</source>
        <translation>路灯</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>vegetation</source>
        <translation>植被</translation>
    </message>
    <message>
        <source>sky</source>
        <translation>天空</translation>
    </message>
    <message>
        <source>person</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>car</source>
        <translation>汽车</translation>
    </message>
    <message>
        <source>truck</source>
        <translation>卡车</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>公交车</translation>
    </message>
    <message>
        <source>motorcycle</source>
        <translation>摩托车</translation>
    </message>
    <message>
        <source>bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>pole</source>
        <translation>杆</translation>
    </message>
    <message>
        <source>fence</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>unlabeled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>curve</source>
        <translation>路缘</translation>
    </message>
    <message>
        <source>guardrail</source>
        <translation>护栏</translation>
    </message>
    <message>
        <source>bump</source>
        <translation>减速带</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>树木</translation>
    </message>
    <message>
        <source>pedestrian</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>bicyclist</source>
        <translation>骑行者</translation>
    </message>
    <message>
        <source>pavement</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>car_stop</source>
        <translation>车挡</translation>
    </message>
    <message>
        <source>color_cone</source>
        <translation>锥桶</translation>
    </message>
    <message>
        <source>bike</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>signsymbol</source>
        <translation>标志</translation>
    </message>
</context>
<context>
    <name>ColourMap</name>
    <message>
        <source>Gray, white hot</source>
        <translation>灰度，白热</translation>
    </message>
    <message>
        <source>Gray, black hot</source>
        <translation>灰度，黑热</translation>
    </message>
    <message>
        <source>Iron</source>
        <translation>铁红</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
    <message>
        <source>Blue, white, red</source>
        <translation>蓝白红</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
</context>
<context>
    <name>HelpLibrary</name>
    <message>
        <source>(no key)</source>
        <translation>（无快捷键）</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>Layer</name>
    <message>
        <source>Fused f%1</source>
        <translation>融合 f%1</translation>
    </message>
    <message>
        <source>Fused f%1, colour</source>
        <translation>融合 f%1，彩色</translation>
    </message>
    <message>
        <source>Attention A%1</source>
        <translation>注意力 A%1</translation>
    </message>
    <message>
        <source>Change f%1 − f%2</source>
        <translation>变化 f%1 − f%2</translation>
    </message>
    <message>
        <source>Data gradient ∇%1</source>
        <translation>数据项梯度 ∇%1</translation>
    </message>
    <message>
        <source>Infrared</source>
        <translation>红外</translation>
    </message>
    <message>
        <source>Visible</source>
        <translation>可见光</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Fused, colour</source>
        <translation>融合，彩色</translation>
    </message>
    <message>
        <source>Weight w₁</source>
        <translation>权重 w₁</translation>
    </message>
    <message>
        <source>Weight w₂</source>
        <translation>权重 w₂</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Change to the stage before</source>
        <translation>相对上一阶段的变化</translation>
    </message>
    <message>
        <source>Data gradient</source>
        <translation>数据项梯度</translation>
    </message>
    <message>
        <source>Class regions</source>
        <translation>类别区域</translation>
    </message>
    <message>
        <source>Infrared segmentation</source>
        <translation>红外图分割</translation>
    </message>
    <message>
        <source>Visible segmentation</source>
        <translation>可见光图分割</translation>
    </message>
    <message>
        <source>Fused segmentation</source>
        <translation>融合图分割</translation>
    </message>
    <message>
        <source>score per pixel</source>
        <translation>得分/像素</translation>
    </message>
    <message>
        <source>Not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>No stage before f₀</source>
        <translation>f₀ 之前没有阶段</translation>
    </message>
    <message>
        <source>Starts at stage 1</source>
        <translation>从阶段 1 开始</translation>
    </message>
    <message>
        <source>This method has no such layer</source>
        <translation>该方法没有此图层</translation>
    </message>
    <message>
        <source>The two pictures differ in size</source>
        <translation>两幅图像尺寸不一致</translation>
    </message>
    <message>
        <source>black</source>
        <translation>黑色图</translation>
    </message>
    <message>
        <source>its mean</source>
        <translation>其均值</translation>
    </message>
    <message>
        <source>its blur</source>
        <translation>其模糊图</translation>
    </message>
    <message>
        <source>infrared</source>
        <translation>红外</translation>
    </message>
    <message>
        <source>visible</source>
        <translation>可见光</translation>
    </message>
    <message>
        <source>Attribution of the result</source>
        <translation>结果的归因</translation>
    </message>
    <message>
        <source>Extra layer</source>
        <translation>附加图层</translation>
    </message>
    <message>
        <source>Being computed</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>It could not be computed</source>
        <translation>无法计算</translation>
    </message>
    <message>
        <source>There is no model to see with</source>
        <translation>没有可用的模型</translation>
    </message>
    <message>
        <source>The class is not in this image</source>
        <translation>此图像中没有该类别</translation>
    </message>
    <message>
        <source>Left out, for the picture is too large for the memory</source>
        <translation>图像过大,内存不足,此项未保留</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>Laplacian pyramid</source>
        <translation>拉普拉斯金字塔</translation>
    </message>
    <message>
        <source>Guided filter</source>
        <translation>引导滤波</translation>
    </message>
    <message>
        <source>Wavelet</source>
        <translation>小波</translation>
    </message>
    <message>
        <source>Two scales</source>
        <translation>双尺度</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
</context>
<context>
    <name>Metric</name>
    <message>
        <source>VIF mean</source>
        <translation>VIF 取均值</translation>
    </message>
    <message>
        <source>VIF sum</source>
        <translation>VIF 求和</translation>
    </message>
    <message>
        <source>SSIM window 7</source>
        <translation>SSIM 窗口 7</translation>
    </message>
    <message>
        <source>SSIM window 11</source>
        <translation>SSIM 窗口 11</translation>
    </message>
    <message>
        <source>Higher is better.</source>
        <translation>越高越好。</translation>
    </message>
    <message>
        <source>Lower is better.</source>
        <translation>越低越好。</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 on 0–255</source>
        <translation>%1 取 0–255</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 单位：%2</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>信息熵</translation>
    </message>
    <message>
        <source>Spatial frequency</source>
        <translation>空间频率</translation>
    </message>
    <message>
        <source>Correlation coefficient</source>
        <translation>相关系数</translation>
    </message>
    <message>
        <source>Visual information fidelity</source>
        <translation>视觉信息保真度</translation>
    </message>
    <message>
        <source>Edge preservation</source>
        <translation>边缘保持度</translation>
    </message>
    <message>
        <source>Structural similarity</source>
        <translation>结构相似性</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Average gradient</source>
        <translation>平均梯度</translation>
    </message>
    <message>
        <source>Mutual information</source>
        <translation>互信息</translation>
    </message>
    <message>
        <source>Sum of the correlations of differences</source>
        <translation>差异相关和</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio</source>
        <translation>峰值信噪比</translation>
    </message>
    <message>
        <source>Multi-scale similarity of multi-exposure fusion</source>
        <translation>多曝光融合的多尺度相似性</translation>
    </message>
    <message>
        <source>Fusion artefacts</source>
        <translation>融合伪影</translation>
    </message>
    <message>
        <source>Feature mutual information of pixels</source>
        <translation>像素特征互信息</translation>
    </message>
    <message>
        <source>Feature mutual information of edges</source>
        <translation>边缘特征互信息</translation>
    </message>
    <message>
        <source>Visual information fidelity, summed</source>
        <translation>视觉信息保真度（求和）</translation>
    </message>
    <message>
        <source>Structural similarity with range 2</source>
        <translation>结构相似性（动态范围 2）</translation>
    </message>
    <message>
        <source>Fusion artefacts as the toolbox calls it</source>
        <translation>融合伪影（按工具箱的调用方式）</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>比特</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>gray levels</source>
        <translation>灰度级</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>squared gray levels</source>
        <translation>灰度级²</translation>
    </message>
    <message>
        <source>Information in the fused image&apos;s gray levels.</source>
        <translation>融合图像灰度所含的信息量。</translation>
    </message>
    <message>
        <source>Root mean square of the differences between neighbours.</source>
        <translation>相邻像素差的均方根。</translation>
    </message>
    <message>
        <source>Mean correlation of the fused image with the sources.</source>
        <translation>融合图像与两幅源图像相关系数的均值。</translation>
    </message>
    <message>
        <source>Visual information of the sources that is kept, the mean of both.</source>
        <translation>源图像视觉信息的保留程度，取两者均值。</translation>
    </message>
    <message>
        <source>Visual information of the sources that is kept, the sum of both.</source>
        <translation>源图像视觉信息的保留程度，取两者之和。</translation>
    </message>
    <message>
        <source>Edge strength and direction of the sources that is kept.</source>
        <translation>源图像边缘强度与方向的保留程度。</translation>
    </message>
    <message>
        <source>Mean similarity to the sources, windows of 7 x 7, levels range over 255.</source>
        <translation>与两幅源图像相似性的均值，7 × 7 窗口，动态范围 255。</translation>
    </message>
    <message>
        <source>Mean similarity to the sources, Gaussian windows of 11 x 11, levels said to range over 1.</source>
        <translation>与两幅源图像相似性的均值，11 × 11 高斯窗口，动态范围按 1 计。</translation>
    </message>
    <message>
        <source>Spread of the fused image&apos;s gray levels.</source>
        <translation>融合图像灰度的离散程度。</translation>
    </message>
    <message>
        <source>Mean steepness of the fused image.</source>
        <translation>融合图像梯度幅值的均值。</translation>
    </message>
    <message>
        <source>Information that the fused image shares with the sources, the sum of both.</source>
        <translation>融合图像与两幅源图像共有的信息量，取两者之和。</translation>
    </message>
    <message>
        <source>What the fused image has beyond one source, correlated with the other.</source>
        <translation>融合图像减去一幅源图像后与另一幅的相关性。</translation>
    </message>
    <message>
        <source>Mean squared difference from the sources.</source>
        <translation>与源图像之差的均方值。</translation>
    </message>
    <message>
        <source>The highest level of the fused image against the mean squared error.</source>
        <translation>融合图像最大灰度与均方误差之比。</translation>
    </message>
    <message>
        <source>Similarity to the patches that both sources together call for, over three scales.</source>
        <translation>与由两幅源图像共同确定的理想图像块的相似性，三个尺度。</translation>
    </message>
    <message>
        <source>Share of edges that are in neither source.</source>
        <translation>两幅源图像中均不存在的边缘所占比例。</translation>
    </message>
    <message>
        <source>Distribution of levels in windows of 3 x 3 that is shared with the sources.</source>
        <translation>3 × 3 窗口内灰度分布与源图像的共有信息。</translation>
    </message>
    <message>
        <source>Distribution of edges in windows of 3 x 3 that is shared with the sources.</source>
        <translation>3 × 3 窗口内边缘分布与源图像的共有信息。</translation>
    </message>
    <message>
        <source>VIF as the sum of both sources, for tables made with it.</source>
        <translation>对两幅源图像求和的 VIF，供对照采用它的表格。</translation>
    </message>
    <message>
        <source>The paper&apos;s SSIM with levels said to range over 2, for tables made with it.</source>
        <translation>论文的 SSIM，动态范围按 2 计，供对照采用它的表格。</translation>
    </message>
    <message>
        <source>Nabf of the infrared image against the visible and the fused one, for tables made with it.</source>
        <translation>红外图像相对可见光与融合图像的 Nabf，供对照采用它的表格。</translation>
    </message>
    <message>
        <source>not fused here</source>
        <translation>不是在此融合的</translation>
    </message>
    <message>
        <source>let go before it was measured</source>
        <translation>在度量之前已释放</translation>
    </message>
    <message>
        <source>there is nothing to compare with</source>
        <translation>没有可比较的对象</translation>
    </message>
</context>
<context>
    <name>OpenPaths</name>
    <message>
        <source>%1 has %2 × %3 pixels and %4 has %5 × %6, so they are no pair.</source>
        <translation>%1 为 %2 × %3 像素，%4 为 %5 × %6，不能成对。</translation>
    </message>
    <message>
        <source>%1 has no pairs of infrared and visible images.</source>
        <translation>%1 中没有红外与可见光图像对。</translation>
    </message>
    <message>
        <source>%1 has no pairs: neither folders such as ir and vi, nor images named such as a_ir.png and a_vi.png.</source>
        <translation>%1 中没有图像对：既没有 ir、vi 之类的文件夹，也没有 a_ir.png、a_vi.png 之类的图像。</translation>
    </message>
    <message>
        <source>One image in %1 has no partner.</source>
        <translation>%1 中有 1 幅图像没有配对。</translation>
    </message>
    <message>
        <source>%1 images in %2 have no partner.</source>
        <translation>%2 中有 %1 幅图像没有配对。</translation>
    </message>
    <message>
        <source>%1 has no partner: there is no image of its name in a folder beside it, such as ir and vi. Open both images together.</source>
        <translation>%1 没有配对：相邻文件夹（如 ir、vi）中没有同名图像。请同时打开两幅图像。</translation>
    </message>
    <message>
        <source>%1 was taken as the infrared image, as the names say.</source>
        <translation>依文件名将 %1 视为红外图像。</translation>
    </message>
    <message>
        <source>%1 was taken as the infrared image, because it is the gray one.</source>
        <translation>%1 是灰度图像，故视为红外图像。</translation>
    </message>
    <message>
        <source>%1 was taken as the infrared image, because it was named first.</source>
        <translation>%1 排在前面，故视为红外图像。</translation>
    </message>
    <message>
        <source>%1 is the model of the fusions to come.</source>
        <translation>此后的融合使用模型 %1。</translation>
    </message>
    <message>
        <source>There is no %1.</source>
        <translation>%1 不存在。</translation>
    </message>
    <message>
        <source>%1 is neither an image (PNG, JPEG, BMP, TIFF) nor a model (.safetensors) nor a workspace (.duoscope).</source>
        <translation>%1 既不是图像（PNG、JPEG、BMP、TIFF），也不是模型（.safetensors）或工作区（.duoscope）。</translation>
    </message>
</context>
<context>
    <name>PairStatus</name>
    <message>
        <source>preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>fusing</source>
        <translation>融合中</translation>
    </message>
    <message>
        <source>stage %1 of %2</source>
        <translation>第 %1/%2 阶段</translation>
    </message>
    <message>
        <source>fused</source>
        <translation>已融合</translation>
    </message>
    <message>
        <source>what if, K %1</source>
        <translation>假设，K %1</translation>
    </message>
    <message>
        <source>traced, K %1</source>
        <translation>已追踪，K %1</translation>
    </message>
    <message>
        <source>fused, K %1</source>
        <translation>已融合，K %1</translation>
    </message>
    <message>
        <source>Fused in %1</source>
        <translation>融合用时 %1</translation>
    </message>
    <message>
        <source>can&apos;t be used</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>not fused</source>
        <translation>未融合</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>fused, not kept</source>
        <translation>已融合，未保留</translation>
    </message>
    <message>
        <source>Its result was let go to save memory. Fuse it again to look at it.</source>
        <translation>为节省内存已释放其结果。重新融合即可查看。</translation>
    </message>
    <message>
        <source>by another model</source>
        <translation>由另一模型得出</translation>
    </message>
    <message>
        <source>This result is by %1. Fuse the pair again to see what the present model makes of it.</source>
        <translation>此结果由 %1 得出。请重新融合，以查看当前模型的结果。</translation>
    </message>
    <message>
        <source>by other settings</source>
        <translation>由另一设置得出</translation>
    </message>
    <message>
        <source>The preferences said otherwise of attribution or precision when this result was made. Fuse the pair again to see what the present ones make of it.</source>
        <translation>得出此结果时，首选项中的归因或精度与现在不同。重新融合该图像对，即可看到当前设置的结果。</translation>
    </message>
</context>
<context>
    <name>ReportFormat</name>
    <message>
        <source>HTML, one file</source>
        <translation>HTML，单个文件</translation>
    </message>
    <message>
        <source>PDF, by Chromium or LaTeX</source>
        <translation>PDF，由 Chromium 或 LaTeX 生成</translation>
    </message>
    <message>
        <source>LaTeX with its pictures</source>
        <translation>LaTeX 及其图片</translation>
    </message>
    <message>
        <source>Markdown with its pictures</source>
        <translation>Markdown 及其图片</translation>
    </message>
    <message>
        <source>CSV, all numbers</source>
        <translation>CSV，全部数值</translation>
    </message>
    <message>
        <source>JSON, all numbers</source>
        <translation>JSON，全部数值</translation>
    </message>
</context>
<context>
    <name>duoscope::AboutDialog</name>
    <message>
        <source>About Duoscope</source>
        <translation>关于 Duoscope</translation>
    </message>
    <message>
        <source>A workstation for infrared and visible image fusion that shows why a fused image looks the way it does.
Free software under the GNU General Public License, version 3 or later (GPL-3.0-or-later), without any warranty.</source>
        <translation>红外与可见光图像融合工作站，可展示融合图像为何呈现如此结果。
自由软件，依 GNU 通用公共许可证第 3 版或更高版本（GPL-3.0-or-later）发布，不附带任何担保。</translation>
    </message>
    <message>
        <source>The method: UAAFusion</source>
        <translation>方法：UAAFusion</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the citation</source>
        <translation>复制引文</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>所用的库</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
</context>
<context>
    <name>duoscope::Actions</name>
    <message>
        <source>One pane</source>
        <translation>1 个窗格</translation>
    </message>
    <message>
        <source>%1 panes</source>
        <translation>%1 个窗格</translation>
    </message>
    <message>
        <source>Sources and result</source>
        <translation>源图像与结果</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>归因</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Go to pane %1</source>
        <translation>转到窗格 %1</translation>
    </message>
    <message>
        <source>Open model…</source>
        <translation>打开模型…</translation>
    </message>
    <message>
        <source>Save figure…</source>
        <translation>保存插图…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>Fuse</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Fuse the pair (F9)</source>
        <translation>融合该图像对 (F9)</translation>
    </message>
    <message>
        <source>Fuse all pairs</source>
        <translation>融合所有图像对</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop computing (Esc)</source>
        <translation>停止计算 (Esc)</translation>
    </message>
    <message>
        <source>Clear the selection, then stop</source>
        <translation>先清除选择，再停止计算</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填满</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Linked</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>The pane moves with the others (L)</source>
        <translation>该窗格与其他窗格联动 (L)</translation>
    </message>
    <message>
        <source>Lock colour range</source>
        <translation>锁定颜色范围</translation>
    </message>
    <message>
        <source>Pin the pixel</source>
        <translation>固定该像素</translation>
    </message>
    <message>
        <source>Remove all pins</source>
        <translation>移除所有固定点</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Panes side by side (G)</source>
        <translation>窗格并排显示 (G)</translation>
    </message>
    <message>
        <source>Curtain</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>The pane and the next one, either side of a line that can be dragged (C)</source>
        <translation>该窗格与下一窗格分居两侧，分界线可拖动 (C)</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Flips between the pane and the next one once a second (B); hold Space to flip by hand</source>
        <translation>每秒在该窗格与下一窗格之间切换一次 (B)；按住空格键可手动切换</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>The pane minus the next one (D)</source>
        <translation>该窗格减去下一窗格 (D)</translation>
    </message>
    <message>
        <source>First stage</source>
        <translation>首阶段</translation>
    </message>
    <message>
        <source>Stage back</source>
        <translation>上一阶段</translation>
    </message>
    <message>
        <source>Stage on</source>
        <translation>下一阶段</translation>
    </message>
    <message>
        <source>Last stage</source>
        <translation>末阶段</translation>
    </message>
    <message>
        <source>Play the stages</source>
        <translation>播放各阶段</translation>
    </message>
    <message>
        <source>Pair before</source>
        <translation>上一图像对</translation>
    </message>
    <message>
        <source>Next pair</source>
        <translation>下一图像对</translation>
    </message>
    <message>
        <source>Histogram of the pane</source>
        <translation>窗格直方图</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Model information…</source>
        <translation>模型信息…</translation>
    </message>
    <message>
        <source>About Duoscope</source>
        <translation>关于 Duoscope</translation>
    </message>
    <message>
        <source>Temperature scale…</source>
        <translation>温度标度…</translation>
    </message>
    <message>
        <source>One range for all panes</source>
        <translation>所有窗格共用一个范围</translation>
    </message>
    <message>
        <source>Panes that show the same quantity share one colour range</source>
        <translation>显示同一种量的窗格共用一个颜色范围</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>保存工作区</translation>
    </message>
    <message>
        <source>Save workspace as…</source>
        <translation>工作区另存为…</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>导出报告…</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Tell what a batch found, as a document or as data (Ctrl+E)</source>
        <translation>将批处理的结果写成文档或数据（Ctrl+E）</translation>
    </message>
    <message>
        <source>Batch fuse…</source>
        <translation>批量融合…</translation>
    </message>
    <message>
        <source>Batch…</source>
        <translation>批量…</translation>
    </message>
    <message>
        <source>Fuse folders or a data set into files (Ctrl+Shift+B)</source>
        <translation>将文件夹或数据集融合为文件（Ctrl+Shift+B）</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>下一个面板</translation>
    </message>
    <message>
        <source>Panel before</source>
        <translation>上一个面板</translation>
    </message>
    <message>
        <source>Add results of other programs…</source>
        <translation>添加其他程序的结果…</translation>
    </message>
    <message>
        <source>Add TorchScript method…</source>
        <translation>添加 TorchScript 方法…</translation>
    </message>
    <message>
        <source>Attribution of the results</source>
        <translation>结果的归因</translation>
    </message>
    <message>
        <source>Fuse with all methods</source>
        <translation>用所有方法融合</translation>
    </message>
    <message>
        <source>Fuse the pair with every method that has not fused it yet (Ctrl+F9)</source>
        <translation>用尚未融合该图像对的每种方法融合它（Ctrl+F9）</translation>
    </message>
    <message>
        <source>Fuse all pairs with all methods</source>
        <translation>用所有方法融合所有图像对</translation>
    </message>
    <message>
        <source>Likewise every pair, to compare methods over all of them (Ctrl+Shift+F9)</source>
        <translation>对每对图像都如此，以便在全部图像对上比较方法（Ctrl+Shift+F9）</translation>
    </message>
    <message>
        <source>Pair before in the comparison</source>
        <translation>比较中的上一对</translation>
    </message>
    <message>
        <source>Next pair in the comparison</source>
        <translation>比较中的下一对</translation>
    </message>
    <message>
        <source>Difference of the compared methods</source>
        <translation>所比较方法的差异</translation>
    </message>
    <message>
        <source>Attribute results from %1</source>
        <translation>结果的归因基线：%1</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>The page on the panel that has the keyboard (F1)</source>
        <translation>打开键盘焦点所在面板的说明 (F1)</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>What others need to know to look into a problem</source>
        <translation>他人查找问题所需的信息</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
</context>
<context>
    <name>duoscope::AgreementPanel</name>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>What segmentations are compared with</source>
        <translation>分割结果的比较对象</translation>
    </message>
    <message>
        <source>Labels, or what the model sees in a source or a result</source>
        <translation>标签，或模型在源图像或某个结果中看到的内容</translation>
    </message>
    <message>
        <source>Attribute from</source>
        <translation>归因基线</translation>
    </message>
    <message>
        <source>Baseline of the attribution of results</source>
        <translation>结果归因的基线</translation>
    </message>
    <message>
        <source>What a result is compared with in the layer &quot;Attribution of the result&quot;: what the two have in common gets nothing</source>
        <translation>“结果的归因”图层中与结果比较的图像：两者相同之处得不到归因</translation>
    </message>
    <message>
        <source>score of</source>
        <translation>得分类别</translation>
    </message>
    <message>
        <source>Class whose score is attributed</source>
        <translation>归因其得分的类别</translation>
    </message>
    <message>
        <source>The selected class; Esc returns to all</source>
        <translation>所选类别；按 Esc 恢复为所有类别</translation>
    </message>
    <message>
        <source>Copy the table (Ctrl+C copies CSV). What-ifs are left out.</source>
        <translation>复制表格（Ctrl+C 复制为 CSV）。不含假设分析的结果。</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Agreement of segmentations</source>
        <translation>分割的一致性</translation>
    </message>
    <message>
        <source>Infrared</source>
        <translation>红外</translation>
    </message>
    <message>
        <source>Visible</source>
        <translation>可见光</translation>
    </message>
    <message>
        <source>%1 · what if</source>
        <translation>%1 · 假设</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Mean intersection over union</source>
        <translation>平均交并比</translation>
    </message>
    <message>
        <source>Of the classes that the reference contains.</source>
        <translation>对参照中出现的类别取平均。</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Pixels that agree</source>
        <translation>一致的像素</translation>
    </message>
    <message>
        <source>Of those whose class the reference says.</source>
        <translation>占参照中有类别的像素的比例。</translation>
    </message>
    <message>
        <source>Intersection over union of %1</source>
        <translation>%1 的交并比</translation>
    </message>
    <message>
        <source>Pixels that both call so, of those that either does.</source>
        <translation>两者都判为该类的像素，占任一方判为该类的像素的比例。</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Segmentation score</source>
        <translation>分割得分</translation>
    </message>
    <message>
        <source>How sure the model is of what it sees: what the attention of UAAFusion raises.</source>
        <translation>模型对所见内容的把握程度，也是 UAAFusion 的注意力所要提高的量。</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Score beyond the baseline</source>
        <translation>超出基线的得分</translation>
    </message>
    <message>
        <source>What the attribution of the result shares out among the pixels.</source>
        <translation>结果的归因在像素之间分配的量。</translation>
    </message>
    <message>
        <source>there is no model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>no pane shows its attribution</source>
        <translation>没有窗格显示其归因</translation>
    </message>
    <message>
        <source>the class is not in this image</source>
        <translation>此图像中没有该类别</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>What a model sees in the sources and in each result is compared here once a pair is open.</source>
        <translation>打开图像对后，这里会比较模型在源图像和各个结果中看到的内容。</translation>
    </message>
    <message>
        <source>There is no model to see with. Open one: File ▸ Open model.</source>
        <translation>没有可用的模型。请打开一个：文件 ▸ 打开模型。</translation>
    </message>
    <message>
        <source>classes in the means: %1</source>
        <translation>参与平均的类别数：%1</translation>
    </message>
    <message>
        <source>labels of %1</source>
        <translation>标签类别集：%1</translation>
    </message>
    <message>
        <source>labels taken for ids of %1</source>
        <translation>标签按 %1 的编号读取</translation>
    </message>
    <message>
        <source>bold best, underlined second; sources and the reference not ranked</source>
        <translation>粗体最优，下划线次优；源图像和参照不参与排名</translation>
    </message>
    <message>
        <source>attribution complete to %1 % of the gain</source>
        <translation>归因误差不超过增益的 %1 %</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>duoscope::AgreementStore</name>
    <message>
        <source>Reading labels</source>
        <translation>正在读取标签</translation>
    </message>
    <message>
        <source>Comparing segmentations</source>
        <translation>正在比较分割</translation>
    </message>
</context>
<context>
    <name>duoscope::AttributionPanel</name>
    <message>
        <source>Classes and their weights</source>
        <translation>类别及其权重</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假设分析</translation>
    </message>
    <message>
        <source>Weight of the infrared picture in the class</source>
        <translation>红外图像在该类别中的权重</translation>
    </message>
    <message>
        <source>Follow while dragging</source>
        <translation>拖动时实时计算</translation>
    </message>
    <message>
        <source>Reset class</source>
        <translation>重置类别</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Integrated gradients · %1</source>
        <translation>积分梯度 · %1</translation>
    </message>
    <message>
        <source>%1 % of the pixels have a weight at a limit.</source>
        <translation>%1 % 的像素权重取极限值。</translation>
    </message>
    <message>
        <source>⚠ %1: both attributions are ≤ 0, so w₁ = ½ (%2 % of the pixels). %3 % are at a limit.</source>
        <translation>⚠ %1：两项归因均 ≤ 0，故 w₁ = ½（占像素的 %2 %）。%3 % 的像素取极限值。</translation>
    </message>
    <message>
        <source>Attribution is off</source>
        <translation>归因已关闭</translation>
    </message>
    <message>
        <source>This method has no class weights</source>
        <translation>该方法没有类别权重</translation>
    </message>
    <message>
        <source>Class weights appear when a pair is fused with UAAFusion.</source>
        <translation>用 UAAFusion 融合图像对后显示类别权重。</translation>
    </message>
    <message>
        <source>1 class changed</source>
        <translation>已改 1 类</translation>
    </message>
    <message>
        <source>%1 classes changed</source>
        <translation>已改 %1 类</translation>
    </message>
    <message>
        <source>choose a class, then drag its w₁</source>
        <translation>选择类别，然后拖动其 w₁</translation>
    </message>
    <message>
        <source>attributed %1</source>
        <translation>归因值 %1</translation>
    </message>
    <message>
        <source>w₂ %1</source>
        <translation>w₂ %1</translation>
    </message>
    <message>
        <source>computed on %1 × %2 pixels, 1/%3 of the picture&apos;s width and height, which is fused in %4 tiles</source>
        <translation>在 %1 × %2 像素(图像宽高的 1/%3)上计算,图像分 %4 块融合</translation>
    </message>
    <message>
        <source>Fast, approximate: each score&apos;s whole change since black</source>
        <translation>快速（近似）：各类得分自黑图像以来的全部变化</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialog</name>
    <message>
        <source>Loading the methods…</source>
        <translation>正在载入方法…</translation>
    </message>
    <message>
        <source>Checking what is done… %1 %</source>
        <translation>正在检查已完成的部分… %1 %</translation>
    </message>
    <message>
        <source>Folder of infrared images</source>
        <translation>红外图像文件夹</translation>
    </message>
    <message>
        <source>Folder of a data set</source>
        <translation>数据集文件夹</translation>
    </message>
    <message>
        <source>Folder of visible images</source>
        <translation>可见光图像文件夹</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Pairs of this session (%1)</source>
        <translation>当前会话的图像对（%1）</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s) of this session</source>
        <translation>
            <numerusform>当前会话的 %n 对</numerusform>
        </translation>
    </message>
    <message>
        <source>folder, or a data set&apos;s</source>
        <translation>文件夹，或数据集的文件夹</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>data set: %1</source>
        <translation>数据集：%1</translation>
    </message>
    <message>
        <source>folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Finished: %1 of %2 done, %3 failed for the reasons in the queue. Results are in %4</source>
        <translation>结束：%2 项中完成 %1 项，%3 项失败，原因见队列。结果在 %4</translation>
    </message>
    <message>
        <source>Finished: all %1 done. Results are in %2</source>
        <translation>结束：%1 项全部完成。结果在 %2</translation>
    </message>
    <message>
        <source>Stopped: %1 of %2 are done and stay; Start goes on with the rest.</source>
        <translation>已停止：%2 项中 %1 项已完成并保留；点击“开始”可继续其余部分。</translation>
    </message>
    <message>
        <source>Batch: %1</source>
        <translation>批处理：%1</translation>
    </message>
    <message>
        <source>A command line takes whole folders. Of pairs that were chosen one by one, the first start writes run.json; after it the command goes on with that.</source>
        <translation>命令行以整个文件夹为输入。对于逐个选择的图像对，首次开始时会写出 run.json，之后命令行据此继续。</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Stopping; what is nearly done is still written…</source>
        <translation>正在停止；即将完成的仍会写出…</translation>
    </message>
    <message>
        <source>Paused. What is being computed stands between two stages.</source>
        <translation>已暂停。计算停在两个阶段之间。</translation>
    </message>
    <message>
        <source>Running. The window can be used meanwhile.</source>
        <translation>正在运行。此间窗口仍可使用。</translation>
    </message>
    <message>
        <source>Looking through the folders… %1 %</source>
        <translation>正在查看文件夹… %1 %</translation>
    </message>
    <message>
        <source>Choose the folders of infrared and visible images, or drop them here; of a data set its folder.</source>
        <translation>选择红外与可见光图像的文件夹，或拖放到此处；数据集则选择其文件夹。</translation>
    </message>
    <message>
        <source>Tick the pairs to fuse.</source>
        <translation>请勾选要融合的图像对。</translation>
    </message>
    <message>
        <source>Tick a method.</source>
        <translation>请勾选一种方法。</translation>
    </message>
    <message>
        <source>Tick what to write.</source>
        <translation>请勾选要写出的内容。</translation>
    </message>
    <message>
        <source>Choose the folder for the results.</source>
        <translation>请选择结果文件夹。</translation>
    </message>
    <message>
        <source>Ready to fuse: %1 pairs by %2 methods, %3 results.</source>
        <translation>可以开始：%1 对，%2 种方法，共 %3 个结果。</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Hide, keep running</source>
        <translation>隐藏并继续运行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Batch fuse</source>
        <translation>批量融合</translation>
    </message>
    <message>
        <source>&amp;Infrared</source>
        <translation>红外(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Visible</source>
        <translation>可见光(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>Folder of infrared images, or of a data set</source>
        <translation>红外图像或数据集的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder, a data set, or the pairs of this session</source>
        <translation>选择文件夹、数据集或当前会话的图像对</translation>
    </message>
    <message>
        <source>Choose the folder of visible images</source>
        <translation>选择可见光图像文件夹</translation>
    </message>
    <message>
        <source>Choose the folder for the results</source>
        <translation>选择结果文件夹</translation>
    </message>
    <message>
        <source>Folder of infrared images…</source>
        <translation>红外图像文件夹…</translation>
    </message>
    <message>
        <source>Folder of a data set…</source>
        <translation>数据集文件夹…</translation>
    </message>
    <message>
        <source>Copy co&amp;mmand</source>
        <translation>复制命令(&amp;M)</translation>
    </message>
    <message>
        <source>The command line that does the same, for a script or another machine</source>
        <translation>完成同样工作的命令行，用于脚本或其他机器</translation>
    </message>
    <message>
        <source>Open o&amp;utput</source>
        <translation>打开输出(&amp;U)</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>取消(&amp;L)</translation>
    </message>
    <message>
        <source>Stops; what is done stays, and Start goes on with the rest</source>
        <translation>停止；已完成的保留，点击“开始”可继续</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Choose the folder of visible images, too; by itself the other is no data set that is known.</source>
        <translation>请同时选择可见光图像文件夹；仅凭前一个文件夹不是已知的数据集。</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogMethods</name>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>trace, %1 / pair</source>
        <translation>轨迹，%1 / 对</translation>
    </message>
    <message>
        <source>trace</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>There is less room than that where the results would go</source>
        <translation>结果所在位置的空间不足</translation>
    </message>
    <message>
        <source>About what will be written, and the room there is for it</source>
        <translation>大致的写出量与可用空间</translation>
    </message>
    <message>
        <source>No model is open, so UAAFusion can&apos;t run</source>
        <translation>未打开模型，无法运行 UAAFusion</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>模型 %1</translation>
    </message>
    <message>
        <source>Methods and output</source>
        <translation>方法与输出</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>gray images</source>
        <translation>灰度图像</translation>
    </message>
    <message>
        <source>colour images</source>
        <translation>彩色图像</translation>
    </message>
    <message>
        <source>Where a source has colour</source>
        <translation>当某一来源为彩色时</translation>
    </message>
    <message>
        <source>Every quantity of the computation as .npy: stages, weights, attention, segmentations</source>
        <translation>计算中的每个量，.npy 格式：阶段、权重、注意力、分割</translation>
    </message>
    <message>
        <source>segmentation maps</source>
        <translation>分割图</translation>
    </message>
    <message>
        <source>Of the fused image, by methods that segment: 8-bit class ids</source>
        <translation>融合图的分割（支持分割的方法）：8 位类别编号</translation>
    </message>
    <message>
        <source>metrics.csv</source>
        <translation>metrics.csv</translation>
    </message>
    <message>
        <source>The metrics of the paper&apos;s tables, by its convention: %1</source>
        <translation>论文表格中的指标，按其约定：%1</translation>
    </message>
    <message>
        <source>Skip finished (resume)</source>
        <translation>跳过已完成（续跑）</translation>
    </message>
    <message>
        <source>Go on with what the output folder holds; else a folder that holds a run is refused</source>
        <translation>接着输出文件夹中已有的内容继续；否则拒绝使用已有运行结果的文件夹</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogPairing</name>
    <message>
        <source>Pairing</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>The infrared image of %1</source>
        <translation>%1 的红外图像</translation>
    </message>
    <message>
        <source>The visible image of %1</source>
        <translation>%1 的可见光图像</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Tick only what can be fused</source>
        <translation>仅勾选可融合的</translation>
    </message>
    <message>
        <source>Untick all</source>
        <translation>全不选</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pair(s)</source>
        <translation>
            <numerusform>%1 / %n 对</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 good</source>
        <translation>%1 正常</translation>
    </message>
    <message>
        <source>%1 to check</source>
        <translation>%1 待检查</translation>
    </message>
    <message>
        <source>%1 without partner</source>
        <translation>%1 无配对</translation>
    </message>
    <message>
        <source>%1 unusable</source>
        <translation>%1 不可用</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 项</translation>
    </message>
    <message>
        <source>%1 skipped</source>
        <translation>%1 已跳过</translation>
    </message>
    <message>
        <source>Problems first</source>
        <translation>问题优先</translation>
    </message>
    <message>
        <source>What pairs and what does not is shown here, before anything runs.</source>
        <translation>运行之前，此处显示哪些能配对、哪些不能。</translation>
    </message>
    <message>
        <source>Match by hand…</source>
        <translation>手动配对…</translation>
    </message>
    <message>
        <source>Choose the partner of the selected pair&apos;s file</source>
        <translation>为所选文件选择配对图像</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogProgress</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 of %2 · %3 %</source>
        <translation>%1 / %2 · %3 %</translation>
    </message>
    <message>
        <source>%1 items/min · %2 Mpx/min</source>
        <translation>%1 项/分 · %2 百万像素/分</translation>
    </message>
    <message>
        <source>%1 of %2 GB</source>
        <translation>%1 / %2 GB</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1，%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchDialogQueue</name>
    <message>
        <source>All %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>Waiting %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>Done %1</source>
        <translation>完成 %1</translation>
    </message>
    <message>
        <source>Failed %1</source>
        <translation>失败 %1</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>No tasks here.</source>
        <translation>此处没有任务。</translation>
    </message>
    <message>
        <source>Follow the running item</source>
        <translation>跟随正在运行的项</translation>
    </message>
    <message>
        <source>Double-click opens a finished item in the panes. A failed item never stops the queue.</source>
        <translation>双击可在窗格中打开已完成的项。失败的项不会中断队列。</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Look at the sources again and fuse what failed; what is done stays</source>
        <translation>重新检查来源并融合失败的项；已完成的保留</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchJob</name>
    <message>
        <source>Choose another output folder</source>
        <translation>请选择另一个输出文件夹</translation>
    </message>
    <message>
        <source>Let what is finished be skipped, to go on with it, or choose another output folder</source>
        <translation>勾选跳过已完成以继续，或选择另一个输出文件夹</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchPairingModel</name>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>same stem, same size</source>
        <translation>同名，同尺寸</translation>
    </message>
    <message>
        <source>same size</source>
        <translation>同尺寸</translation>
    </message>
    <message>
        <source>infrared 16 bit: its range decides what is black and white</source>
        <translation>红外 16 位：取值范围决定黑与白</translation>
    </message>
    <message>
        <source>no label file with this stem</source>
        <translation>没有同名的标签文件</translation>
    </message>
    <message>
        <source>no infrared file with this stem</source>
        <translation>没有同名的红外文件</translation>
    </message>
    <message>
        <source>no visible file with this stem</source>
        <translation>没有同名的可见光文件</translation>
    </message>
    <message>
        <source>sizes differ: %1 / %2</source>
        <comment>infrared, visible</comment>
        <translation>尺寸不同：%1 / %2</translation>
    </message>
    <message>
        <source>infrared can&apos;t be read</source>
        <translation>红外图像无法读取</translation>
    </message>
    <message>
        <source>visible can&apos;t be read</source>
        <translation>可见光图像无法读取</translation>
    </message>
    <message>
        <source>Infrared: %1</source>
        <translation>红外：%1</translation>
    </message>
    <message>
        <source>Visible: %1</source>
        <translation>可见光：%1</translation>
    </message>
    <message>
        <source>Whether the pair is fused</source>
        <translation>是否融合该对</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Infrared</source>
        <translation>红外</translation>
    </message>
    <message>
        <source>Visible</source>
        <translation>可见光</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
</context>
<context>
    <name>duoscope::BatchQueueModel</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>stage %1 of %2</source>
        <translation>阶段 %1 / %2</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>测量中</translation>
    </message>
    <message>
        <source>segmenting</source>
        <translation>分割中</translation>
    </message>
    <message>
        <source>attributing</source>
        <translation>归因中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>by an earlier run, found complete</source>
        <translation>先前运行已完成</translation>
    </message>
    <message>
        <source>%1 has no value: %2</source>
        <translation>%1 无值：%2</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>信息</translation>
    </message>
</context>
<context>
    <name>duoscope::ClassTableModel</name>
    <message>
        <source>%1: attribution %2 in infrared, %3 in visible; w₁ %4%5</source>
        <translation>%1：红外归因 %2，可见光归因 %3；w₁ %4%5</translation>
    </message>
    <message>
        <source> (attributed %1)</source>
        <translation>（归因值 %1）</translation>
    </message>
    <message>
        <source>Pixels of the class&apos;s region</source>
        <translation>该类别区域的像素数</translation>
    </message>
    <message>
        <source>Attribution of the class to the infrared picture (equation 5)</source>
        <translation>该类别对红外图像的归因（公式 5）</translation>
    </message>
    <message>
        <source>Attribution of the class to the visible picture (equation 5)</source>
        <translation>该类别对可见光图像的归因（公式 5）</translation>
    </message>
    <message>
        <source>Weight of the infrared picture in the region, 0 to 1</source>
        <translation>红外图像在该区域的权重，0 至 1</translation>
    </message>
    <message>
        <source>Weight of the visible picture in the region; both sum to 1</source>
        <translation>可见光图像在该区域的权重；两者和为 1</translation>
    </message>
    <message>
        <source>Mean class score in the infrared picture</source>
        <translation>红外图像中的类别平均得分</translation>
    </message>
    <message>
        <source>Mean class score in the visible picture</source>
        <translation>可见光图像中的类别平均得分</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Score ir</source>
        <translation>得分 ir</translation>
    </message>
    <message>
        <source>Score vi</source>
        <translation>得分 vi</translation>
    </message>
</context>
<context>
    <name>duoscope::ComparisonPanel</name>
    <message>
        <source>Fuse the rest</source>
        <translation>融合其余</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Which methods are compared. Tables and means are of the pairs that all of them have fused.</source>
        <translation>参与比较的方法。表格和均值取自它们都已融合的图像对。</translation>
    </message>
    <message>
        <source>Compared methods</source>
        <translation>参与比较的方法</translation>
    </message>
    <message>
        <source>Fuse this pair with all methods</source>
        <translation>用所有方法融合此图像对</translation>
    </message>
    <message>
        <source>Fuse all pairs with all methods</source>
        <translation>用所有方法融合所有图像对</translation>
    </message>
    <message>
        <source>Wins per metric</source>
        <translation>各指标胜出次数</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>against B</source>
        <translation>对比 B</translation>
    </message>
    <message>
        <source>Method B</source>
        <translation>方法 B</translation>
    </message>
    <message>
        <source>What A, the current method, is compared with</source>
        <translation>当前方法 A 与谁比较</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>The pairs, those worth a look first</source>
        <translation>图像对，值得先看的在前</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>检验</translation>
    </message>
    <message>
        <source>Wilcoxon&apos;s signed-rank test of A against B, metric by metric</source>
        <translation>逐指标对 A 与 B 做 Wilcoxon 符号秩检验</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>By which metric pairs are sorted</source>
        <translation>图像对按哪个指标排序</translation>
    </message>
    <message>
        <source>Worst for A</source>
        <translation>A 最差优先</translation>
    </message>
    <message>
        <source>Most disputed</source>
        <translation>分歧最大优先</translation>
    </message>
    <message>
        <source>By how far A is behind B</source>
        <translation>按 A 落后于 B 的程度</translation>
    </message>
    <message>
        <source>By the spread: the largest less the smallest value among all compared methods; of all metrics together their mean, each in deviations of its metric</source>
        <translation>按离散程度：所有参与比较的方法中最大值减最小值；对全部指标取均值，各指标以其标准差为单位</translation>
    </message>
    <message>
        <source>Order of the pairs</source>
        <translation>图像对的排序</translation>
    </message>
    <message>
        <source>Pairs by standing</source>
        <translation>按优劣排列的图像对</translation>
    </message>
    <message>
        <source>Signed-rank test</source>
        <translation>符号秩检验</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一对</translation>
    </message>
    <message>
        <source>Look at the pair above in the list (Shift+N)</source>
        <translation>查看列表中的上一对（Shift+N）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一对</translation>
    </message>
    <message>
        <source>Look at the pair below in the list (N)</source>
        <translation>查看列表中的下一对（N）</translation>
    </message>
    <message>
        <source>A − B</source>
        <translation>A − B</translation>
    </message>
    <message>
        <source>Show A, B and their difference in panes; they follow while you step (Shift+D)</source>
        <translation>在视图中显示 A、B 及其差异；逐对查看时随之更新（Shift+D）</translation>
    </message>
    <message>
        <source>Show the difference</source>
        <translation>显示差异</translation>
    </message>
    <message numerus="yes">
        <source>%n method(s)</source>
        <translation>
            <numerusform>%n 种方法</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 对图像</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 being measured</source>
        <translation>%1 个结果正在度量</translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation>排除 %1 对</translation>
    </message>
    <message>
        <source>Fuse what is missing for all pairs to be compared; results still missing: %1</source>
        <translation>融合缺少的结果，使所有图像对都能参与比较；仍缺：%1</translation>
    </message>
    <message>
        <source>Choose at least two methods to compare, above.</source>
        <translation>请在上方选择至少两种要比较的方法。</translation>
    </message>
    <message>
        <source>Results are being measured.</source>
        <translation>正在度量结果。</translation>
    </message>
    <message>
        <source>No pair is fused by all %1 methods yet. Fuse the rest, or leave out methods, above.</source>
        <translation>还没有一对图像由全部 %1 种方法融合。请在上方融合其余，或排除某些方法。</translation>
    </message>
    <message>
        <source>Fuse two pairs with two methods to compare them. Wins by metric, the pairs on which a method falls behind, and those on which methods disagree most appear here.</source>
        <translation>用两种方法融合两对图像即可比较。各指标的胜出次数、某方法落后的图像对以及各方法分歧最大的图像对都会显示在这里。</translation>
    </message>
    <message>
        <source>best other</source>
        <translation>其他最佳</translation>
    </message>
    <message>
        <source>Whichever of the other methods is best on a pair</source>
        <translation>其他方法中在该对上最好的一个</translation>
    </message>
    <message>
        <source>All metrics</source>
        <translation>全部指标</translation>
    </message>
    <message>
        <source>Mean of the metrics&apos; standard scores: how many deviations a value is above the mean of all methods and pairs, turned so that higher is better</source>
        <translation>各指标标准分的均值：数值高出所有方法和图像对的均值多少个标准差，并统一为越高越好</translation>
    </message>
    <message>
        <source>being measured</source>
        <translation>正在度量</translation>
    </message>
    <message>
        <source>being fused: %1</source>
        <translation>正在融合：%1</translation>
    </message>
    <message>
        <source>failed or stopped: %1</source>
        <translation>失败或已停止：%1</translation>
    </message>
    <message>
        <source>not kept: %1</source>
        <translation>未保留：%1</translation>
    </message>
    <message>
        <source>not fused: %1</source>
        <translation>未融合：%1</translation>
    </message>
    <message>
        <source>without a value</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>whichever of the other methods is best on the pair</source>
        <translation>其他方法中在该对上最好的一个</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>spread ▾</source>
        <translation>离散 ▾</translation>
    </message>
    <message>
        <source>A − B ▾</source>
        <translation>A − B ▾</translation>
    </message>
    <message>
        <source>A − best ▾</source>
        <translation>A − 最佳 ▾</translation>
    </message>
    <message>
        <source>Higher is better.</source>
        <translation>越高越好。</translation>
    </message>
    <message>
        <source>Lower is better.</source>
        <translation>越低越好。</translation>
    </message>
    <message>
        <source>%1 less %2. %3 ▼ means that A is behind, ▲ that it is ahead.</source>
        <translation>%1 减 %2。%3▼ 表示 A 落后，▲ 表示 A 领先。</translation>
    </message>
    <message>
        <source>%1 is not among the compared methods. Fuse pairs with it, or choose another method.</source>
        <translation>%1 不在参与比较的方法之中。请用它融合图像对，或选择其他方法。</translation>
    </message>
    <message>
        <source>Choose one method as B to test A against.</source>
        <translation>请选择一种方法作为 B，以检验 A。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>%1 behind</source>
        <translation>落后 %1 对</translation>
    </message>
    <message numerus="yes">
        <source>%n fusion(s) to do</source>
        <translation>
            <numerusform>待完成 %n 次融合</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is fused yet</source>
        <translation>尚无融合结果</translation>
    </message>
    <message>
        <source>by another model or other settings: %1</source>
        <translation>由另一模型或另一设置得到：%1</translation>
    </message>
</context>
<context>
    <name>duoscope::CrashNotice</name>
    <message>
        <source>What the crash left</source>
        <translation>崩溃留下的信息</translation>
    </message>
    <message>
        <source>Crash</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>Duoscope crashed the last time. What was open is here again. To report it, copy the report and paste it where you got Duoscope from, with what you did before.</source>
        <translation>Duoscope 上次崩溃了。先前打开的内容已恢复。要报告此问题，请复制报告，连同您当时的操作一起发送到获取 Duoscope 的地方。</translation>
    </message>
    <message>
        <source>Show trace</source>
        <translation>显示跟踪</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>The trace and what Help ▸ Copy diagnostics tells, without your name</source>
        <translation>跟踪以及“帮助 ▸ 复制诊断信息”的内容，不含您的用户名</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>duoscope::Dock</name>
    <message>
        <source>Take out of the window, or put back</source>
        <translation>浮动或停靠</translation>
    </message>
    <message>
        <source>Close; the Window menu opens it again</source>
        <translation>关闭；可从“窗口”菜单重新打开</translation>
    </message>
</context>
<context>
    <name>duoscope::Docks</name>
    <message>
        <source>Pairs</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>归因</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖面</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>duoscope::FigureDialog</name>
    <message>
        <source>Save figure</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>图题</translation>
    </message>
    <message>
        <source>Colour bars</source>
        <translation>色条</translation>
    </message>
    <message>
        <source>Magnified inset at the crosshair</source>
        <translation>十字线处的局部放大图</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation>每英寸点数</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Magnification</source>
        <translation>放大倍数</translation>
    </message>
    <message>
        <source>No pane shows a picture.</source>
        <translation>没有窗格显示图像。</translation>
    </message>
    <message>
        <source>%1 × %2 pixels as PNG; PDF and SVG keep text and bars as vectors</source>
        <translation>PNG 为 %1 × %2 像素；PDF 和 SVG 中文字和色条为矢量</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</source>
        <translation>PDF (*.pdf);;SVG (*.svg);;PNG (*.png)</translation>
    </message>
</context>
<context>
    <name>duoscope::FirstStepsPanel</name>
    <message>
        <source>Look</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Fuse</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Step through the stages</source>
        <translation>逐阶段查看</translation>
    </message>
    <message>
        <source>Ask why</source>
        <translation>追问原因</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Move the pointer over a picture. Every pane and the Probe follow it. The wheel zooms, dragging pans.</source>
        <translation>将指针移到图像上，所有窗格与探针都会跟随。滚轮缩放，拖动平移。</translation>
    </message>
    <message>
        <source>Press F9. The stages fill the strip below as they are computed.</source>
        <translation>按 F9。各阶段算出后依次显示在下方。</translation>
    </message>
    <message>
        <source>← and → show the stages in every pane that follows them; Ctrl+Space plays them.</source>
        <translation>按 ← 和 → 在所有跟随的窗格中切换阶段；按 Ctrl+Space 播放。</translation>
    </message>
    <message>
        <source>Choose a class in Attribution to see which sensor decided its region, then drag its w₁.</source>
        <translation>在“归因”中选择类别，查看其区域由哪种传感器决定，然后拖动其 w₁。</translation>
    </message>
    <message>
        <source>Hold Space to flip between two panes, press C for the curtain, D for the difference.</source>
        <translation>按住空格键在两个窗格间切换，按 C 显示卷帘，按 D 显示差异。</translation>
    </message>
    <message>
        <source>Show at start</source>
        <translation>启动时显示</translation>
    </message>
    <message>
        <source>All shortcuts</source>
        <translation>所有快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>duoscope::FusionBar</name>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>How the pair is fused</source>
        <translation>图像对的融合方法</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>The equations of the paper, which the bundled model was trained with</source>
        <translation>论文中的公式，内置模型即据此训练</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>发布代码</translation>
    </message>
    <message>
        <source>The equations of the released code, for weights that it made</source>
        <translation>发布代码中的公式，用于由其训练所得的权重</translation>
    </message>
    <message>
        <source>Stages K</source>
        <translation>阶段数 K</translation>
    </message>
    <message>
        <source>Number of stages K</source>
        <translation>阶段数 K</translation>
    </message>
    <message>
        <source>How many of the model&apos;s stages are computed</source>
        <translation>计算模型的前多少个阶段</translation>
    </message>
    <message>
        <source>Open a model of %1 first</source>
        <translation>请先打开 %1 的模型</translation>
    </message>
</context>
<context>
    <name>duoscope::HelpWindow</name>
    <message>
        <source>Duoscope help</source>
        <translation>Duoscope 帮助</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Guided start</source>
        <translation>入门指引</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Search the help (Ctrl+F)</source>
        <translation>搜索帮助 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Found sections</source>
        <translation>找到的小节</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer or other words.</source>
        <translation>没有找到。请减少词语或换用其他词语。</translation>
    </message>
</context>
<context>
    <name>duoscope::HistogramPanel</name>
    <message>
        <source>Log counts</source>
        <translation>对数计数</translation>
    </message>
    <message>
        <source>Show counts on a logarithmic axis</source>
        <translation>以对数坐标显示计数</translation>
    </message>
    <message>
        <source>Logarithmic counts</source>
        <translation>对数计数</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>1 %</source>
        <translation>1 %</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>99 %</source>
        <translation>99 %</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Infinite</source>
        <translation>无穷</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Pixels per bin</source>
        <translation>每区间像素数</translation>
    </message>
    <message>
        <source>dashed 1, 50, 99 %</source>
        <translation>虚线 1、50、99 %</translation>
    </message>
    <message>
        <source>Classes have no order to count along.</source>
        <translation>类别没有大小次序，无法统计直方图。</translation>
    </message>
    <message>
        <source>Counting values</source>
        <translation>正在统计数值</translation>
    </message>
    <message>
        <source>No value is finite.</source>
        <translation>没有有限值。</translation>
    </message>
</context>
<context>
    <name>duoscope::HistogramPlot</name>
    <message>
        <source>%1 to %2: %3 px</source>
        <translation>%1 至 %2：%3 像素</translation>
    </message>
</context>
<context>
    <name>duoscope::ImageAnalysis</name>
    <message>
        <source>Attributing %1</source>
        <translation>正在归因 %1</translation>
    </message>
    <message>
        <source>Segmenting %1</source>
        <translation>正在分割 %1</translation>
    </message>
</context>
<context>
    <name>duoscope::ImagePane</name>
    <message>
        <source>The colour range is locked; press to let it follow the picture (R)</source>
        <translation>颜色范围已锁定；点按使其跟随图像 (R)</translation>
    </message>
    <message>
        <source>Lock the colour range (R)</source>
        <translation>锁定颜色范围 (R)</translation>
    </message>
    <message>
        <source>Lock the colour range</source>
        <translation>锁定颜色范围</translation>
    </message>
    <message>
        <source>Moves with the other panes; press to move alone (L)</source>
        <translation>与其他窗格联动；点按改为独立 (L)</translation>
    </message>
    <message>
        <source>Moves alone; press to move with the other panes (L)</source>
        <translation>独立移动；点按与其他窗格联动 (L)</translation>
    </message>
    <message>
        <source>Link to the other panes</source>
        <translation>与其他窗格联动</translation>
    </message>
    <message>
        <source>Colours, range, copy</source>
        <translation>颜色、范围、复制</translation>
    </message>
    <message>
        <source>More of this pane</source>
        <translation>此窗格的更多选项</translation>
    </message>
    <message>
        <source>what if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>Choose the layer</source>
        <translation>选择图层</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Fuse   F9</source>
        <translation>融合   F9</translation>
    </message>
    <message>
        <source>Layer: %1</source>
        <translation>图层：%1</translation>
    </message>
    <message>
        <source>right of the curtain: %1</source>
        <translation>卷帘右侧：%1</translation>
    </message>
    <message>
        <source>No pair</source>
        <translation>没有图像对</translation>
    </message>
    <message>
        <source>Open an infrared and a visible picture, or drop them here.</source>
        <translation>打开一幅红外图像和一幅可见光图像，或拖放到此处。</translation>
    </message>
    <message>
        <source>This pair can&apos;t be used</source>
        <translation>此图像对不可用</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Being computed.</source>
        <translation>正在计算。</translation>
    </message>
    <message>
        <source>The fusion failed</source>
        <translation>融合失败</translation>
    </message>
    <message>
        <source>The fusion was stopped before this.</source>
        <translation>融合在此之前已停止。</translation>
    </message>
    <message>
        <source>Let go to save memory; fuse again to see it.</source>
        <translation>为节省内存已释放；重新融合即可查看。</translation>
    </message>
    <message>
        <source>Fuse the pair to see this layer.</source>
        <translation>融合该图像对后可查看此图层。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Difference to</source>
        <translation>减去</translation>
    </message>
    <message>
        <source>Absolute difference</source>
        <translation>绝对差</translation>
    </message>
    <message>
        <source>Of method</source>
        <translation>所属方法</translation>
    </message>
    <message>
        <source>The one looked at</source>
        <translation>当前方法</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Outlines only</source>
        <translation>仅轮廓</translation>
    </message>
    <message>
        <source>Opaque</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>%1 % opaque</source>
        <translation>不透明度 %1 %</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>The layer&apos;s own</source>
        <translation>图层默认</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Smallest to largest</source>
        <translation>最小值至最大值</translation>
    </message>
    <message>
        <source>Without 1 % at either end</source>
        <translation>两端各去除 1 %</translation>
    </message>
    <message>
        <source>Without 5 % at either end</source>
        <translation>两端各去除 5 %</translation>
    </message>
    <message>
        <source>Symmetric about zero</source>
        <translation>以零为中心对称</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图像</translation>
    </message>
    <message>
        <source>green: ≥ %1</source>
        <translation>绿色：≥ %1</translation>
    </message>
    <message>
        <source>green: ≤ %1</source>
        <translation>绿色：≤ %1</translation>
    </message>
    <message>
        <source>Fuse the pair with %1 to see this layer.</source>
        <translation>用 %1 融合该图像对即可查看此图层。</translation>
    </message>
    <message>
        <source>Isotherm</source>
        <translation>等温线</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Warmest %1 %</source>
        <translation>最热 %1 %</translation>
    </message>
    <message>
        <source>Coldest %1 %</source>
        <translation>最冷 %1 %</translation>
    </message>
    <message>
        <source>left %1, right %2</source>
        <translation>左 %1，右 %2</translation>
    </message>
    <message>
        <source>preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>other model</source>
        <translation>另一模型</translation>
    </message>
    <message>
        <source>For this pane alone</source>
        <translation>仅此窗格</translation>
    </message>
    <message>
        <source>One for all panes of group %1</source>
        <translation>%1 组窗格共用</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>基线：%1</translation>
    </message>
    <message>
        <source>It appears here as soon as it is done.</source>
        <translation>计算完成后会显示在这里。</translation>
    </message>
    <message>
        <source>Choose the layer again to compute it.</source>
        <translation>重新选择该图层即可计算。</translation>
    </message>
    <message>
        <source>Open one: File ▸ Open model.</source>
        <translation>请打开一个：文件 ▸ 打开模型。</translation>
    </message>
    <message>
        <source>The model sees none of it here. Esc returns to the score of all classes.</source>
        <translation>模型在此图像中没有看到该类别。按 Esc 恢复为所有类别的得分。</translation>
    </message>
    <message>
        <source>Extra layers</source>
        <translation>附加图层</translation>
    </message>
    <message>
        <source>Attribute from</source>
        <translation>归因基线</translation>
    </message>
    <message>
        <source>This method has none</source>
        <translation>该方法没有附加图层</translation>
    </message>
    <message>
        <source>other settings</source>
        <translation>另一设置</translation>
    </message>
</context>
<context>
    <name>duoscope::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What happens is written here.</source>
        <translation>运行情况记录于此。</translation>
    </message>
    <message>
        <source>Failed: </source>
        <translation>失败：</translation>
    </message>
</context>
<context>
    <name>duoscope::MachineCheck</name>
    <message>
        <source>Looking at this machine</source>
        <translation>正在检查本机</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>BLAS</source>
        <translation>BLAS</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message numerus="yes">
        <source>CPU, %n core(s)</source>
        <translation>
            <numerusform>CPU，%n 核</numerusform>
        </translation>
    </message>
    <message>
        <source>the slow reference library; libopenblas0-pthread is ten times faster</source>
        <translation>慢速参考库；libopenblas0-pthread 快十倍</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>none, not needed</source>
        <translation>无，不需要</translation>
    </message>
</context>
<context>
    <name>duoscope::MainMenus</name>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>分析(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Other methods</source>
        <translation>其他方法</translation>
    </message>
</context>
<context>
    <name>duoscope::MainWindow</name>
    <message>
        <source>Open model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>The next fusion uses the model %1</source>
        <translation>下次融合使用模型 %1</translation>
    </message>
    <message>
        <source>%1 things could not be opened; Log has the reasons</source>
        <translation>%1 项无法打开；原因见日志</translation>
    </message>
    <message>
        <source>One pair opened</source>
        <translation>已打开 1 对</translation>
    </message>
    <message>
        <source>%1 pairs opened</source>
        <translation>已打开 %1 对</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Figure written to %1</source>
        <translation>插图已写入 %1</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>白天</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>雾天</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>保存工作区</translation>
    </message>
    <message>
        <source>Workspaces (*.duoscope)</source>
        <translation>工作区 (*.duoscope)</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Notes on what you see; they are saved with the workspace.</source>
        <translation>记录所见；随工作区一起保存。</translation>
    </message>
    <message>
        <source>Folder of fused images, or of such folders</source>
        <translation>融合图像文件夹，或包含这类文件夹的文件夹</translation>
    </message>
    <message>
        <source>Manifest of a TorchScript module</source>
        <translation>TorchScript 模块的清单</translation>
    </message>
    <message>
        <source>Manifests (*.json)</source>
        <translation>清单 (*.json)</translation>
    </message>
    <message>
        <source>Methods of other programs: %1</source>
        <translation>其他程序的方法：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n fusion(s) to do</source>
        <translation>
            <numerusform>待完成 %n 次融合</numerusform>
        </translation>
    </message>
    <message>
        <source>All methods have fused already</source>
        <translation>所有方法都已融合</translation>
    </message>
    <message>
        <source>Diagnostics copied; paste them where you report the problem</source>
        <translation>诊断信息已复制；请粘贴到报告问题的地方</translation>
    </message>
</context>
<context>
    <name>duoscope::MetricStore</name>
    <message>
        <source>Measuring %1</source>
        <translation>正在计算指标：%1</translation>
    </message>
</context>
<context>
    <name>duoscope::MetricTableModel</name>
    <message>
        <source>being measured</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>No value: %1</source>
        <translation>无值：%1</translation>
    </message>
    <message>
        <source>deviation %1, values: %2</source>
        <translation>标准差 %1，共 %2 个值</translation>
    </message>
    <message>
        <source>missing: %1, the first because: %2</source>
        <translation>缺失 %1 个，首个原因：%2</translation>
    </message>
</context>
<context>
    <name>duoscope::MetricsPanel</name>
    <message>
        <source>Rows: %1</source>
        <translation>行：%1</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>All methods that fused this pair</source>
        <translation>融合过该图像对的所有方法</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>f₀ to the last stage of this result</source>
        <translation>从 f₀ 到该结果的最后阶段</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>All pairs that are fused by the current method</source>
        <translation>用当前方法融合的所有图像对</translation>
    </message>
    <message>
        <source>Convention</source>
        <translation>约定</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>toolbox</source>
        <translation>工具箱</translation>
    </message>
    <message>
        <source>Convention of the metrics</source>
        <translation>指标约定</translation>
    </message>
    <message>
        <source>Whose definitions: those of the paper&apos;s evaluation or of the MATLAB toolbox that many papers use</source>
        <translation>采用哪种定义：论文评测所用，或许多论文采用的 MATLAB 工具箱所用</translation>
    </message>
    <message>
        <source>Choose the metrics that are shown</source>
        <translation>选择显示的指标</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Copy the table (Ctrl+C copies CSV). What-ifs are left out.</source>
        <translation>复制表格（Ctrl+C 复制为 CSV）。不含假设分析的结果。</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Columns of the paper&apos;s tables</source>
        <translation>论文表格中的列</translation>
    </message>
    <message>
        <source>%1 · what if</source>
        <translation>%1 · 假设</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>Metrics appear when a pair is fused.</source>
        <translation>融合图像对后显示指标。</translation>
    </message>
    <message>
        <source>Metrics of each stage appear when a pair is fused.</source>
        <translation>融合图像对后显示各阶段的指标。</translation>
    </message>
    <message>
        <source>Pairs appear when they are fused by the current method.</source>
        <translation>图像对用当前方法融合后显示于此。</translation>
    </message>
    <message>
        <source>pairs: %1</source>
        <translation>共 %1 对</translation>
    </message>
    <message>
        <source>bold best, underlined second</source>
        <translation>粗体最优，下划线次优</translation>
    </message>
    <message>
        <source>8-bit gray</source>
        <translation>8 位灰度</translation>
    </message>
    <message>
        <source>what if in italics, not ranked</source>
        <translation>斜体为假设，不参与排名</translation>
    </message>
    <message>
        <source>Values: %1</source>
        <translation>数值：%1</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>This pair</source>
        <translation>此图像对</translation>
    </message>
    <message>
        <source>Of the pair that is looked at</source>
        <translation>当前查看的图像对</translation>
    </message>
    <message>
        <source>All pairs</source>
        <translation>所有图像对</translation>
    </message>
    <message>
        <source>Mean ± deviation over the pairs that all compared methods have fused: the same images for all.
Which methods are compared is chosen in Comparison.</source>
        <translation>所有参与比较的方法都已融合的图像对上的均值 ± 标准差：各方法所用图像相同。
参与比较的方法在“比较”面板中选择。</translation>
    </message>
    <message>
        <source>wins</source>
        <translation>胜出</translation>
    </message>
    <message>
        <source>How often the method is the best, of %1; those that share a best value all are</source>
        <translation>该方法为最佳的次数，共 %1 次；并列最佳者都计入</translation>
    </message>
    <message>
        <source>s/pair</source>
        <translation>秒/对</translation>
    </message>
    <message>
        <source>Seconds that fusing a pair took</source>
        <translation>融合一对图像所用的秒数</translation>
    </message>
    <message>
        <source>Means appear when pairs are fused.</source>
        <translation>融合图像对后显示均值。</translation>
    </message>
    <message>
        <source>No pair is fused and measured by all methods yet. Run ▸ Fuse all pairs with all methods does that; Comparison leaves out methods.</source>
        <translation>还没有一对图像由所有方法融合并度量。“运行 ▸ 用所有方法融合所有图像对”可完成；在“比较”面板中可排除方法。</translation>
    </message>
    <message numerus="yes">
        <source>mean ± deviation of the %n pair(s) that all have fused</source>
        <translation>
            <numerusform>各方法都已融合的 %n 对图像的均值 ± 标准差</numerusform>
        </translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>排除：%1</translation>
    </message>
    <message>
        <source>wins of %1</source>
        <translation>胜出总数 %1</translation>
    </message>
</context>
<context>
    <name>duoscope::ModelInformationDialog</name>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Model information</source>
        <translation>模型信息</translation>
    </message>
    <message>
        <source>Property</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Properties of the model</source>
        <translation>模型属性</translation>
    </message>
    <message>
        <source>Copy SHA-256</source>
        <translation>复制 SHA-256</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Only methods that need no model can be used.</source>
        <translation>只能使用不需要模型的方法。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Size, bytes</source>
        <translation>大小，字节</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量数</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值总数</translation>
    </message>
    <message>
        <source>Numbers of type %1</source>
        <translation>%1 类型的数值数</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Measured quality</source>
        <translation>实测质量</translation>
    </message>
    <message>
        <source>not in the file</source>
        <translation>文件中没有</translation>
    </message>
</context>
<context>
    <name>duoscope::PairStandingModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>neither is better</source>
        <translation>不分优劣</translation>
    </message>
    <message>
        <source>%1 is behind by %2</source>
        <translation>%1 落后 %2</translation>
    </message>
    <message>
        <source>%1 is ahead by %2</source>
        <translation>%1 领先 %2</translation>
    </message>
    <message>
        <source>spread of all methods</source>
        <translation>所有方法的离散程度</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>图像对</translation>
    </message>
</context>
<context>
    <name>duoscope::PairsHint</name>
    <message>
        <source>Drop files, folders or a data set here.</source>
        <translation>将文件、文件夹或数据集拖放到此处。</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open a data set…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>Pairs are matched by their file names.</source>
        <translation>图像对按文件名匹配。</translation>
    </message>
</context>
<context>
    <name>duoscope::PairsModel</name>
    <message>
        <source>Samples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>name of a group and number of its pairs</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Infrared: %1</source>
        <translation>红外：%1</translation>
    </message>
    <message>
        <source>Visible: %1</source>
        <translation>可见光：%1</translation>
    </message>
</context>
<context>
    <name>duoscope::PairsPanel</name>
    <message>
        <source>Open a folder of pairs</source>
        <translation>打开图像对文件夹</translation>
    </message>
    <message>
        <source>Open a data set</source>
        <translation>打开数据集</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add an infrared and a visible image, or a model</source>
        <translation>添加红外与可见光图像，或模型</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open all pairs of a folder</source>
        <translation>打开文件夹中的所有图像对</translation>
    </message>
    <message>
        <source>Fuse</source>
        <translation>融合</translation>
    </message>
    <message>
        <source>Fuse the chosen pairs</source>
        <translation>融合选中的图像对</translation>
    </message>
    <message>
        <source>Fuse all of the group</source>
        <translation>融合整组</translation>
    </message>
    <message>
        <source>Fuse all pairs of the groups that are chosen from</source>
        <translation>融合选中项所在组的所有图像对</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove from this list; files stay (%1)</source>
        <translation>从列表中移除；文件保留 (%1)</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Show the folder of the visible image</source>
        <translation>显示可见光图像所在的文件夹</translation>
    </message>
    <message>
        <source>Copy paths</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy the paths of both images</source>
        <translation>复制两幅图像的路径</translation>
    </message>
    <message>
        <source>Open data set</source>
        <translation>打开数据集</translation>
    </message>
    <message>
        <source>Any known layout…</source>
        <translation>任意已知结构…</translation>
    </message>
    <message>
        <source>Open a known data set</source>
        <translation>打开已知数据集</translation>
    </message>
    <message>
        <source>Filter pairs</source>
        <translation>筛选图像对</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>图像对</translation>
    </message>
    <message>
        <source>1 pair</source>
        <translation>1 对</translation>
    </message>
    <message>
        <source>%1 pairs</source>
        <translation>%1 对</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>正在查看 %1</translation>
    </message>
    <message>
        <source>Add images, a model or a workspace</source>
        <translation>添加图像、模型或工作区</translation>
    </message>
    <message>
        <source>All that can be opened (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.safetensors *.duoscope)</source>
        <translation>所有可打开的文件 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.safetensors *.duoscope)</translation>
    </message>
</context>
<context>
    <name>duoscope::PaneFooter</name>
    <message>
        <source>%1 % of the values lie outside</source>
        <translation>%1 % 的值超出范围</translation>
    </message>
    <message>
        <source>%1 values are NaN</source>
        <translation>%1 个值为 NaN</translation>
    </message>
    <message>
        <source>%1 values are infinite</source>
        <translation>%1 个值为无穷</translation>
    </message>
    <message>
        <source>%1 % clipped</source>
        <translation>截断 %1 %</translation>
    </message>
    <message>
        <source>%1 not finite</source>
        <translation>%1 个非有限值</translation>
    </message>
    <message>
        <source>+ %1 more</source>
        <translation>另有 %1 类</translation>
    </message>
    <message>
        <source>colours as stored</source>
        <translation>按原始颜色显示</translation>
    </message>
    <message>
        <source>Colours run from %1 to %2 %3</source>
        <translation>颜色范围从 %1 到 %2 %3</translation>
    </message>
    <message>
        <source>One range for all panes of group %1</source>
        <translation>%1 组窗格共用一个范围</translation>
    </message>
</context>
<context>
    <name>duoscope::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>T&amp;hreads</source>
        <translation>线程数(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Results kept in memory</source>
        <translation>内存中保留的结果(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>all cores (%1)</source>
        <translation>全部核心（%1）</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the bundled model</source>
        <translation>内置模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Use the model that comes with Duoscope</source>
        <translation>使用 Duoscope 自带的模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>&amp;Precision</source>
        <translation>精度(&amp;P)</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>全精度</translation>
    </message>
    <message>
        <source>Half</source>
        <translation>半精度</translation>
    </message>
    <message>
        <source>Half: on a processor the stages take about two thirds of their time; results change by about 0.1 of 255.</source>
        <translation>半精度：在处理器上各阶段约用三分之二的时间；结果约改变 0.1（满幅 255）。</translation>
    </message>
    <message>
        <source>This processor has no instructions for half precision (AVX512-BF16).</source>
        <translation>此处理器没有半精度指令（AVX512-BF16）。</translation>
    </message>
    <message>
        <source>&amp;Attribution</source>
        <translation>归因(&amp;A)</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Fast, approximate</source>
        <translation>快速（近似）</translation>
    </message>
    <message>
        <source>How UAAFusion weighs the sources in each class. Exact: integrated gradients over the class&apos;s region. Fast: over all pixels, which takes about a seventh of the time but counts what other regions do to the class, too.</source>
        <translation>UAAFusion 如何在各类别中权衡两幅源图像。精确：在该类别的区域内计算积分梯度。快速：在所有像素上计算，约用七分之一的时间，但其他区域对该类别的影响也计算在内。</translation>
    </message>
    <message>
        <source>Changes count at once; model, threads, attribution and precision from the next fusion. The least recently looked at results go first when memory is full.</source>
        <translation>更改立即生效；模型、线程数、归因与精度自下次融合起生效。内存占满时，最久未查看的结果最先释放。</translation>
    </message>
</context>
<context>
    <name>duoscope::ProbeModel</name>
    <message>
        <source>Visible, RGB</source>
        <translation>可见光，RGB</translation>
    </message>
    <message>
        <source>Visible, Y</source>
        <translation>可见光，Y</translation>
    </message>
    <message>
        <source>Class in infrared</source>
        <translation>红外中的类别</translation>
    </message>
    <message>
        <source>Class in visible</source>
        <translation>可见光中的类别</translation>
    </message>
    <message>
        <source>Class in fused</source>
        <translation>融合图中的类别</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>sum 1</source>
        <translation>和为 1</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>有符号</translation>
    </message>
    <message>
        <source>score/px</source>
        <translation>得分/像素</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Cursor</source>
        <translation>光标</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation>固定点 %1</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>no scale</source>
        <translation>无标度</translation>
    </message>
</context>
<context>
    <name>duoscope::ProbePanel</name>
    <message>
        <source>Values of all layers under the cursor</source>
        <translation>光标处所有图层的值</translation>
    </message>
    <message>
        <source>x %1 · y %2</source>
        <translation>x %1 · y %2</translation>
    </message>
    <message>
        <source>Point at a picture; Ctrl+arrows move the crosshair</source>
        <translation>将指针移到图像上；Ctrl+方向键移动十字线</translation>
    </message>
    <message>
        <source>%1 pinned</source>
        <translation>已固定 %1 点</translation>
    </message>
    <message>
        <source>P pins the pixel</source>
        <translation>按 P 固定该像素</translation>
    </message>
</context>
<context>
    <name>duoscope::ProfilePanel</name>
    <message>
        <source>Signed values</source>
        <translation>有符号值</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 像素</translation>
    </message>
    <message>
        <source>distance in pixels</source>
        <translation>距离，像素</translation>
    </message>
    <message>
        <source>No pane shows values to draw.</source>
        <translation>没有窗格显示可绘制的数值。</translation>
    </message>
    <message>
        <source>Draw a line in a picture to see the values along it.</source>
        <translation>在图像中画一条线，查看沿线的值。</translation>
    </message>
</context>
<context>
    <name>duoscope::ReportDialog</name>
    <message>
        <source>Export report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Folder that Batch fuse… or duoscope-cli batch wrote</source>
        <translation>“批量融合…”或 duoscope-cli batch 写出的文件夹</translation>
    </message>
    <message>
        <source>Choose the folder of the batch</source>
        <translation>选择批处理的文件夹</translation>
    </message>
    <message>
        <source>made of the data&apos;s name</source>
        <translation>由数据名称生成</translation>
    </message>
    <message>
        <source>All that the batch measured</source>
        <translation>批处理测量的全部</translation>
    </message>
    <message>
        <source>The paper&apos;s six</source>
        <translation>论文的六项</translation>
    </message>
    <message>
        <source>Pictures, weights and maps of so many pairs, evenly spread over the batch</source>
        <translation>在批处理中均匀选取若干对，给出图像、权重与图层</translation>
    </message>
    <message>
        <source>Metrics of each pair</source>
        <translation>每对的指标</translation>
    </message>
    <message>
        <source>Name folders, not only files</source>
        <translation>写出文件夹路径，而不仅是文件名</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Pairs in detail</source>
        <translation>详细展示的对数</translation>
    </message>
    <message>
        <source>Folder of a batch</source>
        <translation>批处理文件夹</translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写出 %1…</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>正在写出 %1</translation>
    </message>
    <message>
        <source>Report written to %1</source>
        <translation>报告已写到 %1</translation>
    </message>
    <message>
        <source>Report written to %1, with %2 pictures beside it</source>
        <translation>报告已写到 %1，旁边有 %2 张图片</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message numerus="yes">
        <source>The open session, %n fused pair(s)</source>
        <translation>
            <numerusform>当前会话，%n 对已融合</numerusform>
        </translation>
    </message>
    <message>
        <source>A batch</source>
        <translation>一次批处理</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Open session</source>
        <translation>当前会话</translation>
    </message>
</context>
<context>
    <name>duoscope::Session</name>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source> · paper</source>
        <translation> · 论文</translation>
    </message>
    <message>
        <source> · released</source>
        <translation> · 发布代码</translation>
    </message>
    <message>
        <source>What if: %1</source>
        <translation>假设分析：%1</translation>
    </message>
    <message>
        <source>Fusing %1</source>
        <translation>正在融合 %1</translation>
    </message>
    <message>
        <source>What if: %1 computed anew</source>
        <translation>假设分析：%1 已重新计算</translation>
    </message>
    <message>
        <source>%1 fused in %2</source>
        <translation>%1 已融合，用时 %2</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>duoscope::ShortcutsDialog</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Filter actions</source>
        <translation>筛选操作</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其快捷键</translation>
    </message>
    <message>
        <source>Reset chosen</source>
        <translation>重置所选</translation>
    </message>
    <message>
        <source>Give the chosen action its default keys again</source>
        <translation>将所选操作恢复为默认快捷键</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Keys of %1</source>
        <translation>%1 的快捷键</translation>
    </message>
    <message>
        <source>%1 belongs to “%2” already, so “%3” was left as it was. Choose other keys, or change those of “%2” first.</source>
        <translation>%1 已用于“%2”，故“%3”保持不变。请选择其他快捷键，或先更改“%2”的快捷键。</translation>
    </message>
    <message>
        <source>“%1” has no keys now.</source>
        <translation>“%1”现无快捷键。</translation>
    </message>
    <message>
        <source>“%1” has the keys %2 now.</source>
        <translation>“%1”的快捷键现为 %2。</translation>
    </message>
    <message>
        <source>%1 belongs to “%2” now, so “%3” was left as it was. Reset “%2” first.</source>
        <translation>%1 现用于“%2”，故“%3”保持不变。请先重置“%2”。</translation>
    </message>
    <message>
        <source>“%1” has its default keys again.</source>
        <translation>“%1”已恢复默认快捷键。</translation>
    </message>
    <message>
        <source>All actions have their default keys again.</source>
        <translation>所有操作已恢复默认快捷键。</translation>
    </message>
</context>
<context>
    <name>duoscope::SignedRankModel</name>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>No difference is shown at the level %1.</source>
        <translation>在 %1 的显著性水平上未显示差异。</translation>
    </message>
    <message>
        <source>%1 is better.</source>
        <translation>%1 更好。</translation>
    </message>
    <message>
        <source>Better on: %1 %2, %3 %4; equal on %5.</source>
        <translation>更好的对数：%1 %2，%3 %4；持平 %5。</translation>
    </message>
    <message>
        <source>W₊ %1, W₋ %2, two-sided p %3 (%4)</source>
        <translation>W₊ %1，W₋ %2，双侧 p %3（%4）</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>normal approximation</source>
        <translation>正态近似</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>A : B</source>
        <translation>A : B</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>更好者</translation>
    </message>
    <message>
        <source>Pairs on which the methods differ: those that the test ranks</source>
        <translation>两种方法数值不同的图像对：即检验中参与排秩的</translation>
    </message>
    <message>
        <source>Median of the differences A − B over all pairs</source>
        <translation>所有图像对上差值 A − B 的中位数</translation>
    </message>
    <message>
        <source>On how many pairs either is better</source>
        <translation>两者各在多少对上更好</translation>
    </message>
    <message>
        <source>Two-sided p of Wilcoxon&apos;s signed-rank test; each stands alone, uncorrected for their number</source>
        <translation>Wilcoxon 符号秩检验的双侧 p 值；各自独立，未做多重检验校正</translation>
    </message>
    <message>
        <source>Which one is better where p is below %1</source>
        <translation>p 低于 %1 时哪一个更好</translation>
    </message>
</context>
<context>
    <name>duoscope::StageCurves</name>
    <message>
        <source>stage k</source>
        <translation>阶段 k</translation>
    </message>
    <message>
        <source>Change, mean |fₖ − fₖ₋₁|</source>
        <translation>变化，|fₖ − fₖ₋₁| 均值</translation>
    </message>
    <message>
        <source>%1, log</source>
        <translation>%1，对数</translation>
    </message>
    <message>
        <source>Completeness residual, %</source>
        <translation>完备性残差，%</translation>
    </message>
    <message>
        <source>warn %1 %</source>
        <translation>警告 %1 %</translation>
    </message>
    <message>
        <source>Metrics of fₖ</source>
        <translation>fₖ 的指标</translation>
    </message>
    <message>
        <source>Step size ρₖ</source>
        <translation>步长 ρₖ</translation>
    </message>
    <message>
        <source>Logarithmic change</source>
        <translation>变化取对数坐标</translation>
    </message>
    <message>
        <source>This method has no stages.</source>
        <translation>该方法没有阶段。</translation>
    </message>
    <message>
        <source>Attention was not computed.</source>
        <translation>未计算注意力。</translation>
    </message>
</context>
<context>
    <name>duoscope::StageStripModel</name>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Stage %1</source>
        <translation>阶段 %1</translation>
    </message>
    <message>
        <source>Stage %1, not computed</source>
        <translation>阶段 %1，未计算</translation>
    </message>
    <message>
        <source>Stage 0: the mean of both pictures</source>
        <translation>阶段 0：两幅图像的均值</translation>
    </message>
    <message>
        <source>Stage %1: step size ρ %2, mean change %3, %4</source>
        <translation>阶段 %1：步长 ρ %2，平均变化 %3，用时 %4</translation>
    </message>
</context>
<context>
    <name>duoscope::StagesPanel</name>
    <message>
        <source>First stage (Home)</source>
        <translation>首阶段 (Home)</translation>
    </message>
    <message>
        <source>Stage back (←)</source>
        <translation>上一阶段 (←)</translation>
    </message>
    <message>
        <source>Pause (Ctrl+Space)</source>
        <translation>暂停 (Ctrl+Space)</translation>
    </message>
    <message>
        <source>Play (Ctrl+Space)</source>
        <translation>播放 (Ctrl+Space)</translation>
    </message>
    <message>
        <source>Stage on (→)</source>
        <translation>下一阶段 (→)</translation>
    </message>
    <message>
        <source>Last stage (End)</source>
        <translation>末阶段 (End)</translation>
    </message>
    <message>
        <source>Play again and again</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Seconds a stage is shown while playing</source>
        <translation>播放时每阶段显示的秒数</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>No stages yet</source>
        <translation>尚无阶段</translation>
    </message>
    <message>
        <source>This method has no stages</source>
        <translation>该方法没有阶段</translation>
    </message>
    <message>
        <source>Stage &lt;b&gt;%1&lt;/b&gt; of %2</source>
        <translation>阶段 &lt;b&gt;%1&lt;/b&gt; / %2</translation>
    </message>
    <message>
        <source>start: the mean of both pictures</source>
        <translation>初值：两幅图像的均值</translation>
    </message>
    <message>
        <source>step size ρ %1</source>
        <translation>步长 ρ %1</translation>
    </message>
</context>
<context>
    <name>duoscope::StatusLine</name>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>x %1 · y %2</source>
        <translation>x %1 · y %2</translation>
    </message>
    <message>
        <source>%1 bit</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>Equations: paper</source>
        <translation>公式：论文</translation>
    </message>
    <message>
        <source>Equations: released</source>
        <translation>公式：发布代码</translation>
    </message>
    <message>
        <source>no equations</source>
        <translation>无公式</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1，%n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Memory of the results that are kept</source>
        <translation>所保留结果占用的内存</translation>
    </message>
</context>
<context>
    <name>duoscope::TextDialog</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>duoscope::ThermalDialog</name>
    <message>
        <source>Temperature scale</source>
        <translation>温度标度</translation>
    </message>
    <message>
        <source>Show degrees Celsius in the Probe</source>
        <translation>在探针中显示摄氏度</translation>
    </message>
    <message>
        <source>Degrees = gain × count + offset, for infrared pictures of 16 bits. Pictures in centikelvins have 0.01 and −273.15.</source>
        <translation>摄氏度 = 增益 × 计数 + 偏移，适用于 16 位红外图像。以厘开为单位的图像取 0.01 和 −273.15。</translation>
    </message>
    <message>
        <source>Gain, °C per count</source>
        <translation>增益，°C/计数</translation>
    </message>
    <message>
        <source>Offset, °C</source>
        <translation>偏移，°C</translation>
    </message>
</context>
<context>
    <name>duoscope::WhatIfOutcome</name>
    <message>
        <source>what if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>attributed</source>
        <translation>归因值</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
</context>
<context>
    <name>duoscope::WinsPlot</name>
    <message>
        <source>%1: best by %2 on %3 of %4 pairs</source>
        <translation>%1：按 %2 在 %4 对中的 %3 对上最好</translation>
    </message>
</context>
<context>
    <name>duoscope::WorkspaceKeeper</name>
    <message>
        <source>%1 is not where it was</source>
        <translation>%1 已不在原处</translation>
    </message>
    <message>
        <source>Duoscope did not end as it should; what was open is here again</source>
        <translation>Duoscope 上次未正常退出；先前打开的内容已恢复</translation>
    </message>
    <message>
        <source>Workspace saved to %1</source>
        <translation>工作区已保存到 %1</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>%1 files of this workspace are not where they were. Show where one of them is now, and the others are found along with it.</source>
        <translation>此工作区有 %1 个文件不在原处。指出其中一个现在的位置，其余的会随之找到。</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位…</translation>
    </message>
    <message>
        <source>Open without them</source>
        <translation>不含它们打开</translation>
    </message>
    <message>
        <source>Where is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>%1 opened</source>
        <translation>已打开 %1</translation>
    </message>
    <message>
        <source>%1 files are not where they were; Log has their names</source>
        <translation>%1 个文件不在原处；名称见日志</translation>
    </message>
</context>
<context>
    <name>duoscope::ZoomBox</name>
    <message>
        <source>Fit · %1</source>
        <translation>适应 · %1</translation>
    </message>
    <message>
        <source>Fill · %1</source>
        <translation>填满 · %1</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填满</translation>
    </message>
</context>
</TS>
